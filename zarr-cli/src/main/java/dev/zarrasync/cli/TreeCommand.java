package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the hierarchy of groups and arrays. */
@Command(
    name = "tree",
    description = "Shows the groups and arrays below, with the shapes and types of arrays.",
    mixinStandardHelpOptions = true)
final class TreeCommand extends StoreCommand {

  @Mixin private final JsonOption json = new JsonOption();

  TreeCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    Map<String, ObjectNode> nodes = nodes(store);
    if (nodes.isEmpty()) {
      throw new CommandException(
          "There are no arrays and groups to see at " + store.url(""),
          "a web server that cannot list needs consolidated metadata (.zmetadata)");
    }
    if (json.isSet()) {
      ArrayNode answer = JsonOption.JSON.createArrayNode();
      nodes.forEach((path, node) -> answer.add(node.put("path", path)));
      JsonOption.print(answer, console.text());
    } else {
      nodes.forEach(this::print);
    }
  }

  @SuppressWarnings("resource") // Closing it would close the store.
  private static Map<String, ObjectNode> nodes(AsyncStore store) throws IOException {
    var hierarchy = JZarrs.asJZarrStore(store);
    Map<String, ObjectNode> nodes = new TreeMap<>();
    for (String group : hierarchy.getGroupKeys()) {
      nodes.put(group, JsonOption.JSON.createObjectNode().put("type", "group"));
    }
    Map<String, CompletableFuture<Fetched>> headers = new TreeMap<>();
    for (String array : hierarchy.getArrayKeys()) {
      headers.put(array, store.get(array.isEmpty() ? ".zarray" : array + "/.zarray"));
    }
    for (var header : headers.entrySet()) {
      nodes.put(header.getKey(), array(store, header.getKey(), header.getValue().join()));
    }
    return nodes;
  }

  private static ObjectNode array(AsyncStore store, String path, Fetched fetched)
      throws IOException {
    ObjectNode node = JsonOption.JSON.createObjectNode().put("type", "array");
    if (!(fetched instanceof Fetched.Found found)) {
      throw new StoreException(
          Kind.BAD_RESPONSE, store, path, "the metadata of the array has gone missing", null);
    }
    JsonNode header = JsonOption.JSON.readTree(found.bytes());
    node.set("shape", header.get("shape"));
    node.set("dtype", header.get("dtype"));
    return node;
  }

  private void print(String path, ObjectNode node) {
    int depth = path.isEmpty() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String array = node.has("shape") ? "  " + node.get("shape") + " " + text(node) : "/";
    console.text().println("  ".repeat(depth) + name + array);
  }

  private static String text(ObjectNode node) {
    return node.path("dtype").asText();
  }
}
