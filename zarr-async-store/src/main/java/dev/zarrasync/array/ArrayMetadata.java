package dev.zarrasync.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.ElementType;
import dev.zarrasync.store.Fetched.Found;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the object {@code .zarray} says of an array (Zarr v2 specification, "Metadata"), checked.
 *
 * @param shape the array's size in each dimension
 * @param chunks a chunk's size in each dimension
 * @param type the type of the elements
 * @param byteOrder the byte order of the elements
 * @param codec decodes and encodes chunks
 * @param fillValue the value of elements that are not stored
 * @param separator what stands between the indices in a chunk's key, {@code "."} or {@code "/"};
 *     null if the metadata does not say
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and shared inside this library only.
public record ArrayMetadata(
    int[] shape,
    int[] chunks,
    ElementType type,
    ByteOrder byteOrder,
    Codec codec,
    Number fillValue,
    @Nullable String separator) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  // NumPy's, which no writer of arrays exceeds.
  private static final int MAX_RANK = 64;

  /**
   * Parses the metadata of an array.
   *
   * @param json the content of {@code .zarray}
   * @return the metadata
   * @throws IOException if it is not valid, or asks for what is not supported; the message says
   *     which, but not where it came from
   */
  public static ArrayMetadata parse(byte[] json) throws IOException {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw new InvalidMetadataException("it is not a JSON object");
      }
      return parse(root);
    } catch (JsonProcessingException e) {
      throw new InvalidMetadataException("it is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static ArrayMetadata parse(JsonNode root) throws InvalidMetadataException {
    if (root.path("zarr_format").asDouble() != 2) {
      throw new InvalidMetadataException(
          "zarr_format must be 2 but is " + show(root, "zarr_format"));
    }
    int[] shape = sizes(root, "shape", 0);
    int[] chunks = sizes(root, "chunks", 1);
    if (shape.length == 0 || shape.length > MAX_RANK || shape.length != chunks.length) {
      throw new InvalidMetadataException(
          "shape and chunks must have as many dimensions, at least 1 and at most %d, but are %s and %s"
              .formatted(MAX_RANK, Arrays.toString(shape), Arrays.toString(chunks)));
    }
    String dtype = root.path("dtype").asText();
    ElementType type = type(root, dtype);
    checkChunkSize(chunks, type);
    checkOrder(root, chunks);
    checkFilters(root);
    return new ArrayMetadata(
        shape, chunks, type, byteOrder(dtype), codec(root, type), fillValue(root), separator(root));
  }

  /**
   * Returns the length of a decoded chunk.
   *
   * @return the length in bytes
   */
  public int chunkBytes() {
    int bytes = type.size();
    for (int size : chunks) {
      bytes *= size;
    }
    return bytes;
  }

  /**
   * Returns this metadata with the separator settled.
   *
   * @param settled {@code "."} or {@code "/"}
   * @return the metadata
   */
  public ArrayMetadata withSeparator(String settled) {
    return new ArrayMetadata(shape, chunks, type, byteOrder, codec, fillValue, settled);
  }

  private static int[] sizes(JsonNode root, String name, int least)
      throws InvalidMetadataException {
    JsonNode node = root.path(name);
    int[] sizes = new int[node.size()];
    boolean valid = node.isArray();
    for (int i = 0; i < sizes.length && valid; i++) {
      JsonNode size = node.get(i);
      valid = size.isIntegralNumber() && size.canConvertToInt() && size.intValue() >= least;
      sizes[i] = size.intValue();
    }
    if (!valid) {
      throw new InvalidMetadataException(
          "%s must be a list of integers from %d to %d but is %s"
              .formatted(name, least, Integer.MAX_VALUE, show(root, name)));
    }
    return sizes;
  }

  private static ElementType type(JsonNode root, String dtype) throws InvalidMetadataException {
    String name = dtype.replaceFirst("^[<>|]", "");
    for (ElementType type : ElementType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new InvalidMetadataException(
        "the dtype %s is not supported; f8, f4, i8, i4, u4, i2, u2, i1 and u1 are"
            .formatted(show(root, "dtype")));
  }

  /** As JZarr has it: big endian where nothing is said. */
  private static ByteOrder byteOrder(String dtype) {
    return switch (dtype.charAt(0)) {
      case '<' -> ByteOrder.LITTLE_ENDIAN;
      case '|' -> ByteOrder.nativeOrder();
      default -> ByteOrder.BIG_ENDIAN;
    };
  }

  private static void checkChunkSize(int[] chunks, ElementType type)
      throws InvalidMetadataException {
    long most = Found.MAX_LENGTH / type.size();
    for (int size : chunks) {
      most /= size;
    }
    if (most == 0) {
      throw new InvalidMetadataException(
          "a chunk of shape %s and type %s does not fit in a Java array"
              .formatted(Arrays.toString(chunks), type));
    }
  }

  /** Both orders are one where at most one dimension of a chunk has a length. */
  private static void checkOrder(JsonNode root, int[] chunks) throws InvalidMetadataException {
    String order = root.path("order").asText("C");
    boolean flat = Arrays.stream(chunks).filter(size -> size > 1).count() <= 1;
    if (!order.equals("C") && !(order.equals("F") && flat)) {
      throw new InvalidMetadataException(
          "the order " + show(root, "order") + " is not supported; \"C\" is");
    }
  }

  private static void checkFilters(JsonNode root) throws InvalidMetadataException {
    JsonNode filters = root.path("filters");
    if (!filters.isMissingNode()
        && !filters.isNull()
        && !(filters.isArray() && filters.isEmpty())) {
      throw new InvalidMetadataException("the filters " + filters + " are not supported; null is");
    }
  }

  private static Codec codec(JsonNode root, ElementType type) throws InvalidMetadataException {
    JsonNode compressor = root.path("compressor");
    if (compressor.isMissingNode() || compressor.isNull()) {
      return Codecs.none();
    }
    if (!compressor.isObject()) {
      throw new InvalidMetadataException(
          "compressor must be an object or null but is " + compressor);
    }
    try {
      return Codecs.of(JSON.convertValue(compressor, OBJECT), type.size());
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException(e.getMessage());
    }
  }

  /** As JZarr has it: 0 for null and for a string that is not a number. */
  private static Number fillValue(JsonNode root) {
    JsonNode fill = root.path("fill_value");
    if (fill.isLong()) {
      return fill.longValue();
    }
    return fill.asDouble();
  }

  /** As JZarr has it: any other separator counts as none. */
  private static @Nullable String separator(JsonNode root) {
    String separator = root.path("dimension_separator").asText();
    return separator.equals(".") || separator.equals("/") ? separator : null;
  }

  private static String show(JsonNode root, String name) {
    JsonNode node = root.path(name);
    return node.isMissingNode() ? "missing" : node.toString();
  }

  private static final class InvalidMetadataException extends IOException {
    private static final long serialVersionUID = 1L;

    // Of what is quoted, an error needs no more.
    private static final int MOST_CHARACTERS = 500;

    InvalidMetadataException(@Nullable String problem) {
      super(
          problem == null || problem.length() <= MOST_CHARACTERS
              ? problem
              : problem.substring(0, MOST_CHARACTERS) + "...");
    }
  }
}
