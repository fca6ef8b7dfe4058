package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
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
    ObjectNode info =
        node.isArray() ? ArrayInfo.of(node.json()).toJson() : group(store, node.json());
    info.put("url", store.url(""));
    if (node.attributesProblem() == null) {
      info.set("attributes", node.attributes());
    } else {
      info.put("attributes_problem", node.attributesProblem());
    }
    if (json.isSet()) {
      JsonOption.print(info, console.text());
    } else {
      info.properties().forEach(line -> print(line.getKey(), line.getValue()));
    }
  }

  private static ObjectNode group(AsyncStore store, ObjectNode json) throws IOException {
    ObjectNode info = JsonOption.JSON.createObjectNode().put("type", "group");
    info.put("zarr_format", NodeMetadata.isV3(json) ? 3 : 2);
    ArrayNode groups = info.putArray("groups");
    ArrayNode arrays = info.putArray("arrays");
    ArrayNode others = JsonOption.JSON.createArrayNode();
    for (var member : NodeWalk.find(store.anyNames(), 1).entrySet()) {
      String name = member.getKey().replaceFirst("/$", "");
      if (!name.isEmpty()) {
        switch (member.getValue().type()) {
          case GROUP -> groups.add(name);
          case ARRAY -> arrays.add(name);
          default -> others.add(name);
        }
      }
    }
    if (!others.isEmpty()) {
      info.set("not_known", others);
    }
    return info;
  }

  private void print(String name, JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    String padding = " ".repeat(Math.max(0, 21 - name.length()));
    console.text().println(name.replace('_', ' ') + padding + (value.isNull() ? "-" : text));
  }
}
