package dev.zarrasync.array;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.store.Fetched.Found;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * What the metadata of both versions have in common.
 *
 * @param root the metadata of an array
 */
record MetadataFields(ObjectNode root) {

  // NumPy's, which no writer of arrays exceeds.
  private static final int MAX_RANK = 64;

  private static final int MAX_ELEMENT = 1 << 24;

  void checkFormat(int expected) throws InvalidMetadataException {
    JsonNode format = root.path("zarr_format");
    if (format.asDouble() != expected) {
      String problem = "zarr_format must be %d but is %s".formatted(expected, show("zarr_format"));
      throw format.isNumber()
          ? InvalidMetadataException.unsupported(problem)
          : InvalidMetadataException.corrupt(problem);
    }
  }

  /** Checks what a {@code zarr.json} is of. */
  void checkNodeType(String expected) throws InvalidMetadataException {
    if (!root.path("node_type").asText().equals(expected)) {
      throw InvalidMetadataException.corrupt(
          "node_type must be \"%s\" but is %s".formatted(expected, show("node_type")));
    }
  }

  /** Refuses what is not known, unless it says that it need not be understood. */
  void checkOthers(Set<String> known) throws InvalidMetadataException {
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      JsonNode understand = field.getValue().path("must_understand");
      if (!known.contains(field.getKey()) && !(understand.isBoolean() && !understand.asBoolean())) {
        throw InvalidMetadataException.unsupported(
            "the extension \"%s\" is not supported".formatted(field.getKey()));
      }
    }
  }

  /** Returns the attributes in a {@code zarr.json}. */
  ObjectNode attributes() throws InvalidMetadataException {
    JsonNode attributes = root.path("attributes");
    if (attributes.isMissingNode() || attributes.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (attributes instanceof ObjectNode object) {
      return object;
    }
    throw InvalidMetadataException.corrupt(
        "attributes must be an object but is " + show("attributes"));
  }

  long[] sizes(String name, JsonNode node) throws InvalidMetadataException {
    return sizes(name, node, Long.MAX_VALUE);
  }

  private static long[] sizes(String name, JsonNode node, long most)
      throws InvalidMetadataException {
    long[] sizes = new long[node.size()];
    boolean valid = node.isArray();
    boolean fits = true;
    for (int i = 0; i < sizes.length && valid; i++) {
      JsonNode size = node.get(i);
      valid = size.isIntegralNumber() && size.bigIntegerValue().signum() >= 0;
      fits &= size.canConvertToLong() && size.longValue() <= most;
      sizes[i] = size.longValue();
    }
    if (!valid || !fits) {
      String problem =
          "%s must be a list of integers from 0 to %d but is %s".formatted(name, most, show(node));
      throw valid
          ? InvalidMetadataException.unsupported(problem)
          : InvalidMetadataException.corrupt(problem);
    }
    return sizes;
  }

  /** Takes the sizes of a chunk. Writers cut a dimension without a length into such chunks. */
  int[] chunks(String name, JsonNode node, long[] shape) throws InvalidMetadataException {
    long[] sizes = sizes(name, node, Integer.MAX_VALUE);
    int[] chunks = new int[sizes.length];
    if (shape.length != chunks.length) {
      throw InvalidMetadataException.corrupt(
          "shape and %s must have as many dimensions but are %s and %s"
              .formatted(name, Arrays.toString(shape), Arrays.toString(sizes)));
    }
    if (shape.length > MAX_RANK) {
      throw InvalidMetadataException.unsupported(
          "an array of %d dimensions is not supported; up to %d are"
              .formatted(shape.length, MAX_RANK));
    }
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = sizes[i] == 0 && shape[i] == 0 ? 1 : Math.toIntExact(sizes[i]);
      if (chunks[i] == 0) {
        throw InvalidMetadataException.corrupt(
            name + " must be a list of integers from 1 but is " + show(node));
      }
    }
    return chunks;
  }

  /** An element, such as the fill value, is in memory many times. */
  static void checkElementSize(DataType type) throws InvalidMetadataException {
    if (type.size() > MAX_ELEMENT) {
      throw InvalidMetadataException.unsupported(
          "elements of %d bytes are not supported; up to %d are"
              .formatted(type.size(), MAX_ELEMENT));
    }
  }

  static void checkChunkSize(int[] chunks, DataType type) throws InvalidMetadataException {
    long most = Found.MAX_LENGTH / Math.max(1, type.size());
    for (int size : chunks) {
      most /= size;
    }
    if (most == 0) {
      throw InvalidMetadataException.unsupported(
          "a chunk of shape %s and %d bytes for each element does not fit in a Java array"
              .formatted(Arrays.toString(chunks), type.size()));
    }
  }

  InvalidMetadataException noFillValue(JsonNode fill, String typeName) {
    return InvalidMetadataException.unsupported(
        "the fill_value %s is not a value of type %s".formatted(fill, show(typeName)));
  }

  String show(String name) {
    return show(root.path(name));
  }

  static String show(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }
}
