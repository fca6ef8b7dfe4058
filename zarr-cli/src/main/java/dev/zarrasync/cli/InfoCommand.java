package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what an array or a group is. */
@Command(
    name = "info",
    description = "Says what an array or a group is.",
    mixinStandardHelpOptions = true)
final class InfoCommand extends StoreCommand {

  @Mixin private final JsonOption json = new JsonOption();

  InfoCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    NodeMetadata node = NodeMetadata.read(store);
    ObjectNode info = node.array() != null ? new ArrayInfo(node.array()).toJson() : group(store);
    info.put("url", store.url(""));
    info.set("attributes", node.attributes());
    if (json.isSet()) {
      JsonOption.print(info, console.text());
    } else {
      info.properties().forEach(line -> print(line.getKey(), line.getValue()));
    }
  }

  @SuppressWarnings("resource") // Closing it would close the store.
  private static ObjectNode group(AsyncStore store) throws IOException {
    var members = JZarrs.asJZarrStore(store);
    ObjectNode info = JsonOption.JSON.createObjectNode().put("type", "group");
    addChildren(members.getGroupKeys(), info.putArray("groups"));
    addChildren(members.getArrayKeys(), info.putArray("arrays"));
    return info;
  }

  private static void addChildren(Set<String> paths, ArrayNode children) {
    paths.stream().filter(path -> !path.isEmpty() && path.indexOf('/') < 0).forEach(children::add);
  }

  private void print(String name, JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    console.text().printf("%-21s%s%n", name.replace('_', ' '), value.isNull() ? "-" : text);
  }
}
