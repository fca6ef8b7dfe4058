package dev.zarrasync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.cli.NodeWalk.Node;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the hierarchy of groups and arrays. */
@Command(
    name = "tree",
    description = "Shows the groups and arrays below, with the shapes and types of arrays.",
    mixinStandardHelpOptions = true)
final class TreeCommand extends StoreCommand {

  private static final String PROBLEM = "problem";

  @Mixin private final JsonOption json = new JsonOption();

  private @Nullable StoreException failure;

  TreeCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    SortedMap<String, ObjectNode> nodes = nodes(store);
    if (nodes.isEmpty()) {
      throw new CommandException(
          "There are no arrays and groups at " + store.url(""),
          "see what there is with 'zarrasync ls'");
    }
    if (json.isSet()) {
      ArrayNode answer = JsonOption.JSON.createArrayNode();
      nodes.forEach((prefix, node) -> answer.add(node.put("path", path(prefix))));
      JsonOption.print(answer, console.text());
    } else {
      nodes.forEach((prefix, node) -> console.text().println(line(store, prefix, node)));
    }
    if (failure != null) {
      throw failure;
    }
  }

  private SortedMap<String, ObjectNode> nodes(AsyncStore keys) throws IOException {
    AsyncStore store = keys.anyNames();
    SortedMap<String, Node> found = NodeWalk.find(store, Integer.MAX_VALUE);
    Map<String, CompletableFuture<Fetched>> headers = new TreeMap<>();
    found.forEach(
        (prefix, node) -> {
          if (node.type() == NodeWalk.Type.ARRAY) {
            headers.put(prefix, store.get(prefix + NodeWalk.Type.ARRAY.object));
          }
        });
    SortedMap<String, ObjectNode> nodes = new TreeMap<>();
    found.forEach((prefix, node) -> nodes.put(prefix, describe(node, headers.get(prefix))));
    return nodes;
  }

  /** One that is damaged, or cannot be read, hides no other. */
  private ObjectNode describe(Node node, @Nullable CompletableFuture<Fetched> header) {
    ObjectNode described = JsonOption.JSON.createObjectNode();
    if (node.failure() != null) {
      return described.put("type", "unknown").put(PROBLEM, failed(node.failure()));
    }
    if (header == null) {
      return node.type() == NodeWalk.Type.GROUP
          ? described.put("type", "group")
          : described.put("type", "unknown").put(PROBLEM, "Zarr v3, which is not supported");
    }
    described.put("type", "array");
    try {
      if (header.join() instanceof Fetched.Found found) {
        describe(found.bytes(), described);
      } else {
        described.put(PROBLEM, "gone: there is no .zarray");
      }
    } catch (CompletionException e) {
      if (!(StoreException.unwrap(e) instanceof StoreException s)) {
        throw e;
      }
      described.put(PROBLEM, failed(s));
    }
    return described;
  }

  private static void describe(byte[] stored, ObjectNode described) {
    try {
      JsonNode header = JsonOption.JSON.readTree(stored);
      ArrayInfo info = ArrayInfo.of(header, stored);
      described.set("shape", header.get("shape"));
      described.set("dtype", header.get("dtype"));
      if (info.unsupported() != null) {
        described.put(PROBLEM, "not supported: " + info.unsupported());
      }
    } catch (IOException e) {
      String problem =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      described.put(PROBLEM, "damaged: .zarray is not valid JSON: " + problem);
    }
  }

  /** The first failure is what the command fails with in the end. */
  private String failed(StoreException problem) {
    failure = failure == null ? problem : failure;
    return "not read: " + problem.kind();
  }

  private String line(AsyncStore store, String prefix, ObjectNode node) {
    String line = location(store, path(prefix));
    if (node.path("type").asText().equals("group")) {
      line += line.endsWith("/") ? "" : "/";
    }
    if (node.path("shape").isArray()) {
      line += "  " + node.get("shape") + " " + text(node.path("dtype"));
    }
    String problem = node.path(PROBLEM).asText().replaceAll("\\s+", " ");
    return problem.isEmpty() ? line : line + "  (" + problem + ")";
  }

  private static String path(String prefix) {
    return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
  }

  private static String text(JsonNode dtype) {
    return dtype.isTextual() ? dtype.textValue() : dtype.toString();
  }
}
