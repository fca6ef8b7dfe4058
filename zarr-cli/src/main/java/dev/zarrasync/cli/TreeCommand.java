package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.cli.NodeWalk.Node;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
      ArrayNode answer = JsonNodeFactory.instance.arrayNode();
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
          if (node.type() == NodeWalk.Type.ARRAY && node.v3() == null) {
            headers.put(prefix, store.get(prefix + NodeMetadata.ARRAY));
          }
        });
    SortedMap<String, ObjectNode> nodes = new TreeMap<>();
    found.forEach((prefix, node) -> nodes.put(prefix, describe(node, headers.get(prefix))));
    return nodes;
  }

  /** One that is damaged, or cannot be read, hides no other. */
  private ObjectNode describe(Node node, @Nullable CompletableFuture<Fetched> v2Array) {
    return switch (node.type()) {
      case GROUP ->
          JsonNodeFactory.instance
              .objectNode()
              .put("type", "group")
              .put("zarr_format", node.v3() == null ? 2 : 3);
      case ARRAY -> v2Array == null ? array(Objects.requireNonNull(node.v3())) : v2(v2Array);
      case UNKNOWN -> {
        String problem =
            node.failure() instanceof StoreException e
                ? failed(e)
                : node.failure() == null
                    ? gone(NodeMetadata.V3)
                    : damaged(NodeMetadata.V3, node.failure());
        yield problem("unknown", problem);
      }
    };
  }

  private ObjectNode v2(CompletableFuture<Fetched> header) {
    try {
      return header.join() instanceof Fetched.Found found
          ? array(MetadataJson.parse(found.bytes()))
          : problem("array", gone(NodeMetadata.ARRAY));
    } catch (InvalidMetadataException e) {
      return problem("array", damaged(NodeMetadata.ARRAY, e));
    } catch (CompletionException e) {
      if (!(StoreException.unwrap(e) instanceof StoreException s)) {
        throw e;
      }
      return problem("array", failed(s));
    }
  }

  private static ObjectNode array(ObjectNode header) {
    ObjectNode info = ArrayInfo.of(header).toJson();
    JsonNode problem = info.remove("unsupported");
    return problem == null ? info : info.put(PROBLEM, "not supported: " + problem.textValue());
  }

  private static ObjectNode problem(String type, String problem) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put(PROBLEM, problem);
  }

  private static String gone(String object) {
    return "gone: there is no " + object;
  }

  private static String damaged(String object, IOException problem) {
    return "damaged: " + object + ": " + problem.getMessage();
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
      line += "  " + shape(node) + " " + type(node.path(node.has("dtype") ? "dtype" : "data_type"));
    }
    List<String> more = new ArrayList<>();
    if (node.has("zarr_format")) {
      more.add("v" + node.get("zarr_format"));
    }
    if (node.path("chunks").isArray()) {
      more.add("chunks " + node.get("chunks"));
    }
    if (node.has("shards")) {
      more.add("shards " + node.get("shards"));
    }
    more.addAll(codecs(node));
    line += more.isEmpty() ? "" : "  " + String.join(", ", more);
    String problem = node.path(PROBLEM).asText().replaceAll("\\s+", " ");
    return problem.isEmpty() ? line : line + "  (" + problem + ")";
  }

  /** Returns the lengths, each with the name of its dimension, if that has one. */
  private static String shape(ObjectNode node) {
    List<String> lengths = new ArrayList<>();
    for (JsonNode length : node.path("shape")) {
      String name = node.path("dimension_names").path(lengths.size()).asText("");
      lengths.add((name.isEmpty() ? "" : name + "=") + length);
    }
    return "[" + String.join(",", lengths) + "]";
  }

  /** Returns the names of the codecs, of shards those of the chunks in them. */
  private static List<String> codecs(ObjectNode node) {
    JsonNode codecs = node.path("codecs");
    List<String> names = new ArrayList<>();
    for (JsonNode codec :
        node.has("shards") ? codecs.path(0).path("configuration").path("codecs") : codecs) {
      names.add(type(codec));
    }
    node.path("filters").forEach(filter -> names.add(filter.path("id").asText()));
    if (node.path("compressor").has("id")) {
      names.add(node.path("compressor").path("id").asText());
    }
    return names;
  }

  private static String path(String prefix) {
    return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
  }

  /** Returns the name of what may have options, too; a structure of v2 has no name. */
  private static String type(JsonNode type) {
    JsonNode name = type.isObject() ? type.path("name") : type;
    return name.isTextual() ? name.textValue() : type.toString();
  }
}
