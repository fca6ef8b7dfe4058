package dev.zarrasync.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.StringJoiner;
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
      for (var line : info.properties()) {
        print(line.getKey(), line.getValue());
      }
    }
  }

  private static ObjectNode group(AsyncStore store, ObjectNode json) throws IOException {
    ObjectNode info = JsonNodeFactory.instance.objectNode().put("type", "group");
    info.put("zarr_format", NodeMetadata.isV3(json) ? 3 : 2);
    ArrayNode groups = info.putArray("groups");
    ArrayNode arrays = info.putArray("arrays");
    ArrayNode others = JsonNodeFactory.instance.arrayNode();
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
    String text = value.isTextual() ? value.textValue() : text(value);
    String padding = " ".repeat(Math.max(0, 21 - name.length()));
    console.text().println(name.replace('_', ' ') + padding + (value.isNull() ? "-" : text));
  }

  /** Returns what toString does, without the mapper that it loads: that is half of a short run. */
  static String text(JsonNode value) {
    if (value.isObject()) {
      StringJoiner members = new StringJoiner(",", "{", "}");
      for (var member : value.properties()) {
        members.add(quoted(member.getKey()) + ":" + text(member.getValue()));
      }
      return members.toString();
    }
    if (value.isArray()) {
      StringJoiner elements = new StringJoiner(",", "[", "]");
      for (JsonNode element : value) {
        elements.add(text(element));
      }
      return elements.toString();
    }
    boolean isFinite = !value.isDouble() || Double.isFinite(value.doubleValue());
    return isFinite && !value.isTextual() ? value.asText() : quoted(value.asText());
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
