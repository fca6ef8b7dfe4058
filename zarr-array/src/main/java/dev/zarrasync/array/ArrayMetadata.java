package dev.zarrasync.array;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.store.Fetched.Found;
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
   * @throws InvalidMetadataException if it is not valid, or asks for what is not supported
   */
  public static ArrayMetadata parse(byte[] json) throws InvalidMetadataException {
    return of(MetadataJson.parse(json));
  }

  /**
   * Takes the metadata of an array from its parsed JSON.
   *
   * @param root the content of {@code .zarray}
   * @return the metadata
   * @throws InvalidMetadataException if it is not valid, or asks for what is not supported
   */
  public static ArrayMetadata of(ObjectNode root) throws InvalidMetadataException {
    checkFormat(root);
    int[] shape = sizes(root, "shape");
    int[] chunks = sizes(root, "chunks");
    checkRank(shape, chunks);
    checkChunks(root, shape, chunks);
    String dtype = root.path("dtype").asText();
    ElementType type = type(root, dtype);
    checkChunkSize(chunks, type);
    checkOrder(root, chunks);
    checkFilters(root);
    return new ArrayMetadata(
        shape,
        chunks,
        type,
        byteOrder(dtype),
        codec(root, type),
        FillValue.parse(root.path("fill_value"), type),
        separator(root));
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

  /**
   * Checks that an array's or a group's metadata is of Zarr version 2.
   *
   * @param root the content of {@code .zarray} or {@code .zgroup}
   * @throws InvalidMetadataException if it is of another version, or does not say
   */
  public static void checkFormat(ObjectNode root) throws InvalidMetadataException {
    JsonNode format = root.path("zarr_format");
    if (format.asDouble() != 2) {
      String problem = "zarr_format must be 2 but is " + show(root, "zarr_format");
      throw format.isNumber()
          ? InvalidMetadataException.unsupported(problem)
          : InvalidMetadataException.corrupt(problem);
    }
  }

  private static void checkRank(int[] shape, int[] chunks) throws InvalidMetadataException {
    if (shape.length != chunks.length) {
      throw InvalidMetadataException.corrupt(
          "shape and chunks must have as many dimensions but are %s and %s"
              .formatted(Arrays.toString(shape), Arrays.toString(chunks)));
    }
    if (shape.length == 0 || shape.length > MAX_RANK) {
      throw InvalidMetadataException.unsupported(
          "an array of %d dimensions is not supported; 1 to %d are"
              .formatted(shape.length, MAX_RANK));
    }
  }

  private static int[] sizes(JsonNode root, String name) throws InvalidMetadataException {
    JsonNode node = root.path(name);
    int[] sizes = new int[node.size()];
    boolean valid = node.isArray();
    boolean fits = true;
    for (int i = 0; i < sizes.length && valid; i++) {
      JsonNode size = node.get(i);
      valid = size.isIntegralNumber() && size.bigIntegerValue().signum() >= 0;
      fits &= size.canConvertToInt();
      sizes[i] = size.intValue();
    }
    if (!valid || !fits) {
      String problem =
          "%s must be a list of integers from 0 to %d but is %s"
              .formatted(name, Integer.MAX_VALUE, show(root, name));
      throw valid
          ? InvalidMetadataException.unsupported(problem)
          : InvalidMetadataException.corrupt(problem);
    }
    return sizes;
  }

  /** Writers cut a dimension without a length into chunks without one. */
  private static void checkChunks(JsonNode root, int[] shape, int[] chunks)
      throws InvalidMetadataException {
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i] == 0 && shape[i] == 0) {
        chunks[i] = 1;
      }
    }
    if (Arrays.stream(chunks).anyMatch(size -> size == 0)) {
      throw InvalidMetadataException.corrupt(
          "chunks must be a list of integers from 1 but is " + show(root, "chunks"));
    }
  }

  private static ElementType type(JsonNode root, String dtype) throws InvalidMetadataException {
    String name = dtype.replaceFirst("^[<>|]", "");
    for (ElementType type : ElementType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    String problem =
        "the dtype %s is not supported; f8, f4, i8, i4, u4, i2, u2, i1 and u1 are"
            .formatted(show(root, "dtype"));
    throw dtype.isEmpty() && !root.path("dtype").isArray()
        ? InvalidMetadataException.corrupt(problem)
        : InvalidMetadataException.unsupported(problem);
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
      throw InvalidMetadataException.unsupported(
          "a chunk of shape %s and type %s does not fit in a Java array"
              .formatted(Arrays.toString(chunks), type));
    }
  }

  /** Both orders are one where at most one dimension of a chunk has a length. */
  private static void checkOrder(JsonNode root, int[] chunks) throws InvalidMetadataException {
    String order = root.path("order").asText("C");
    boolean flat = Arrays.stream(chunks).filter(size -> size > 1).count() <= 1;
    if (!order.equals("C") && !(order.equals("F") && flat)) {
      throw InvalidMetadataException.unsupported(
          "the order " + show(root, "order") + " is not supported; \"C\" is");
    }
  }

  private static void checkFilters(JsonNode root) throws InvalidMetadataException {
    JsonNode filters = root.path("filters");
    if (!filters.isMissingNode()
        && !filters.isNull()
        && !(filters.isArray() && filters.isEmpty())) {
      throw InvalidMetadataException.unsupported(
          "the filters " + filters + " are not supported; null is");
    }
  }

  private static Codec codec(JsonNode root, ElementType type) throws InvalidMetadataException {
    JsonNode compressor = root.path("compressor");
    if (compressor.isMissingNode() || compressor.isNull()) {
      return Codecs.none();
    }
    if (!compressor.isObject()) {
      throw InvalidMetadataException.corrupt(
          "compressor must be an object or null but is " + compressor);
    }
    try {
      return Codecs.of(JSON.convertValue(compressor, OBJECT), type.size());
    } catch (IllegalArgumentException e) {
      throw InvalidMetadataException.unsupported(e.getMessage());
    }
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
}
