package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an array of Zarr v3 is to be, for {@link AsyncArray#create} and for {@code
 * JZarrs.createArray}.
 *
 * <pre>{@code
 * NewArray image =
 *     NewArray.of("uint16", 40_000, 60_000)
 *         .chunks(512, 512)
 *         .shards(8_192, 8_192)
 *         .codecs(List.of(NewArray.codec("blosc", Map.of("cname", "lz4", "shuffle", "shuffle"))))
 *         .dimensionNames("y", "x");
 * }</pre>
 *
 * @param dataType the type of the elements, as Zarr v3 names it; of a time or a duration with its
 *     unit, as NumPy has it: {@code numpy.datetime64[ns]}
 * @param shape the array's size in each dimension
 * @param chunks the size in each dimension of what can be read alone
 * @param shards the size in each dimension of what is stored in one object, a multiple of that of a
 *     chunk; null for a chunk in each object
 * @param codecs what encodes the bytes of a chunk, one after the other, and before them what
 *     encodes its elements, if anything is to: each an object as in {@code zarr.json}
 * @param fillValue the value of elements that are not stored, as in {@code zarr.json}; null for 0,
 *     false or the empty string
 * @param separator what stands between the parts of a chunk's key, {@code "/"} or {@code "."}
 * @param dimensionNames a name for each dimension; empty for none
 * @param attributes plain Java values by name
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NewArray(
    String dataType,
    long[] shape,
    int[] chunks,
    int @Nullable [] shards,
    List<Map<String, ?>> codecs,
    @Nullable Object fillValue,
    String separator,
    List<String> dimensionNames,
    Map<String, ?> attributes) {

  /**
   * About a mebibyte of most types: large enough for a request, small enough to be decoded fast.
   */
  private static final int USUAL_ELEMENTS = 1 << 18;

  private static final List<String> OF_ELEMENTS =
      List.of("transpose", "bitround", "cast_value", "scale_offset");
  private static final List<String> OF_BYTES =
      List.of("bytes", "packbits", "vlen-utf8", "vlen-bytes");
  private static final Pattern TIME =
      Pattern.compile("(numpy\\.(?:datetime|timedelta)64)\\[(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)]");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Describes an array in chunks of up to 262,144 elements, encoded by zstd, one in each object.
   *
   * @param dataType the type of the elements, as Zarr v3 names it: {@code uint16}, {@code float32},
   *     {@code complex64}, {@code string}; {@code numpy.datetime64[ns]}
   * @param shape the array's size in each dimension
   * @return the description
   */
  public static NewArray of(String dataType, long... shape) {
    return new NewArray(
        dataType,
        shape.clone(),
        usualChunks(shape),
        null,
        List.of(codec("zstd", Map.of("level", 3, "checksum", false))),
        null,
        "/",
        List.of(),
        Map.of());
  }

  /** Halves the longest dimension until a chunk is small. */
  private static int[] usualChunks(long[] shape) {
    long[] chunks = Arrays.stream(shape).map(length -> Math.max(1, length)).toArray();
    while (Arrays.stream(chunks).mapToDouble(length -> length).reduce(1, (a, b) -> a * b)
        > USUAL_ELEMENTS) {
      int longest = 0;
      for (int i = 1; i < chunks.length; i++) {
        longest = chunks[i] > chunks[longest] ? i : longest;
      }
      chunks[longest] -= chunks[longest] / 2;
    }
    return Arrays.stream(chunks).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Makes a codec for {@link #codecs}.
   *
   * @param name its name in Zarr v3
   * @param configuration its options
   * @return an object as in {@code zarr.json}
   */
  public static Map<String, ?> codec(String name, Map<String, ?> configuration) {
    Map<String, Object> codec = new LinkedHashMap<>();
    codec.put("name", name);
    if (!configuration.isEmpty()) {
      codec.put("configuration", configuration);
    }
    return Collections.unmodifiableMap(codec);
  }

  /**
   * Sets the size of a chunk.
   *
   * @param size in each dimension
   * @return this description with it
   */
  public NewArray chunks(int... size) {
    return new NewArray(
        dataType, shape, size, shards, codecs, fillValue, separator, dimensionNames, attributes);
  }

  /**
   * Sets the size of a shard.
   *
   * @param size in each dimension, a multiple of that of a chunk
   * @return this description with it
   */
  public NewArray shards(int... size) {
    return new NewArray(
        dataType, shape, chunks, size, codecs, fillValue, separator, dimensionNames, attributes);
  }

  /**
   * Sets the codecs of chunks.
   *
   * @param all in the order in which they encode; none for chunks that are stored as they are
   * @return this description with them
   */
  public NewArray codecs(List<Map<String, ?>> all) {
    return new NewArray(
        dataType,
        shape,
        chunks,
        shards,
        List.copyOf(all),
        fillValue,
        separator,
        dimensionNames,
        attributes);
  }

  /**
   * Sets the value of elements that are not stored.
   *
   * @param value a number, a truth, a string, or a list of two numbers
   * @return this description with it
   */
  public NewArray fillValue(Object value) {
    return new NewArray(
        dataType, shape, chunks, shards, codecs, value, separator, dimensionNames, attributes);
  }

  /**
   * Sets what stands between the parts of a chunk's key.
   *
   * @param text {@code "/"} or {@code "."}
   * @return this description with it
   */
  public NewArray separator(String text) {
    return new NewArray(
        dataType, shape, chunks, shards, codecs, fillValue, text, dimensionNames, attributes);
  }

  /**
   * Names the dimensions.
   *
   * @param names one for each
   * @return this description with them
   */
  public NewArray dimensionNames(String... names) {
    return new NewArray(
        dataType, shape, chunks, shards, codecs, fillValue, separator, List.of(names), attributes);
  }

  /**
   * Sets the attributes.
   *
   * @param values plain Java values by name
   * @return this description with them
   */
  public NewArray attributes(Map<String, ?> values) {
    return new NewArray(
        dataType, shape, chunks, shards, codecs, fillValue, separator, dimensionNames, values);
  }

  /**
   * Returns the metadata that the array is to have.
   *
   * @param store named in errors
   * @param path the array's path in the store, or {@code ""}
   * @return the metadata
   * @throws StoreException if it is not valid, or asks for what is not supported
   */
  public ArrayHeader header(AsyncStore store, String path) throws StoreException {
    if (dataType.startsWith("numpy.") && !TIME.matcher(dataType).matches()) {
      throw new StoreException(
          Kind.UNSUPPORTED_FORMAT,
          store,
          Paths.resolve(path, Paths.V3),
          "the data_type %s needs a unit of NumPy, as numpy.datetime64[ns] has".formatted(dataType),
          null);
    }
    return ArrayHeader.parse(store, path, MetadataJson.strict(json()));
  }

  /** Writes what every reader of Zarr v3 takes, and nothing besides. */
  private ObjectNode json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("zarr_format", 3);
    root.put("node_type", "array");
    root.put("shape", shape);
    root.put("data_type", type());
    root.put(
        "chunk_grid", codec("regular", Map.of("chunk_shape", shards == null ? chunks : shards)));
    root.put("chunk_key_encoding", codec("default", Map.of("separator", separator)));
    root.put("fill_value", fillValue == null ? usualFillValue() : fillValue);
    root.put("codecs", shards == null ? ofChunks() : List.of(sharding()));
    root.put("attributes", attributes);
    if (!dimensionNames.isEmpty()) {
      root.put("dimension_names", dimensionNames);
    }
    return JSON.convertValue(root, ObjectNode.class);
  }

  private Object type() {
    Matcher time = TIME.matcher(dataType);
    return time.matches()
        ? codec(time.group(1), Map.of("unit", time.group(2), "scale_factor", 1))
        : dataType;
  }

  private Object usualFillValue() {
    if (dataType.startsWith("complex")) {
      return List.of(0, 0);
    }
    if (dataType.matches("r\\d+")) {
      return Collections.nCopies(Integer.parseInt(dataType.substring(1)) / 8, 0);
    }
    return switch (dataType) {
      case "bool" -> false;
      case "string", "bytes", "variable_length_bytes" -> "";
      default -> 0;
    };
  }

  private Map<String, ?> sharding() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("chunk_shape", chunks);
    options.put("codecs", ofChunks());
    options.put(
        "index_codecs",
        List.of(codec("bytes", Map.of("endian", "little")), codec("crc32c", Map.of())));
    options.put("index_location", "end");
    return codec("sharding_indexed", options);
  }

  /** Between what encodes elements and what encodes bytes stands what makes bytes of elements. */
  private List<Map<String, ?>> ofChunks() {
    List<Map<String, ?>> all = new ArrayList<>(codecs);
    int first = 0;
    while (first < all.size() && OF_ELEMENTS.contains(all.get(first).get("name"))) {
      first++;
    }
    if (first == all.size() || !OF_BYTES.contains(all.get(first).get("name"))) {
      all.add(first, toBytes());
    }
    return all;
  }

  private Map<String, ?> toBytes() {
    return switch (dataType) {
      case "string" -> codec("vlen-utf8", Map.of());
      case "bytes", "variable_length_bytes" -> codec("vlen-bytes", Map.of());
      default -> codec("bytes", Map.of("endian", "little"));
    };
  }
}
