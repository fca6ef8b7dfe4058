package dev.zarrasync.array;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.FillValue;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Kind;
import dev.zarrasync.codec.Elements;
import dev.zarrasync.codec.ShardCodec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parses the object {@code zarr.json} of an array (Zarr v3 specification, "Array metadata"). What
 * may be extended and is not known is refused by its name.
 */
final class MetadataV3 {

  /** They say where each string ends. */
  private static final List<String> MAKE_ITEMS =
      List.of(
          "vlen-utf8",
          "vlen-bytes",
          "numcodecs.vlen-utf8",
          "numcodecs.vlen-bytes",
          "numcodecs.vlen-array",
          "numcodecs.categorize",
          "sharding_indexed");

  private static final String SHARDING = "sharding_indexed";

  private static final Set<String> FIELDS =
      Set.of(
          "zarr_format",
          "node_type",
          "shape",
          "data_type",
          "chunk_grid",
          "chunk_key_encoding",
          "fill_value",
          "codecs",
          "attributes",
          "storage_transformers",
          "dimension_names");

  private final ObjectNode root;
  private final MetadataFields fields;

  MetadataV3(ObjectNode root) {
    this.root = root;
    this.fields = new MetadataFields(root);
  }

  ArrayMetadata parse() throws InvalidMetadataException {
    fields.checkFormat(3);
    fields.checkNodeType("array");
    fields.checkOthers(FIELDS);
    checkTransformers();
    long[] shape = fields.sizes("shape", root.path("shape"));
    int[] chunks = chunks(shape);
    DataType type = type();
    MetadataFields.checkElementSize(type);
    if (!isSharded()) {
      MetadataFields.checkChunkSize(chunks, type);
    } else if (shape.length == 0) {
      throw InvalidMetadataException.unsupported("shards of an array of 0 dimensions");
    }
    byte[] fillValue = fillValue(type);
    ArrayMetadata metadata =
        new ArrayMetadata(
            3,
            shape,
            chunks,
            type,
            codec(ArrayMetadata.elements(chunks, type), fillValue),
            fillValue,
            keys(),
            dimensionNames(shape.length),
            fields.attributes());
    MetadataFields.checkChunkSize(metadata.inner().chunks(), type);
    return metadata;
  }

  /** Of a shard, the chunks in it are read, which may be a little of it. */
  private boolean isSharded() {
    JsonNode codecs = root.path("codecs");
    return codecs.size() == 1 && codecs.path(0).path("name").asText().equals(SHARDING);
  }

  private void checkTransformers() throws InvalidMetadataException {
    if (!root.path("storage_transformers").isEmpty()) {
      throw InvalidMetadataException.unsupported(
          "the storage_transformers %s are not supported"
              .formatted(fields.show("storage_transformers")));
    }
  }

  private int[] chunks(long[] shape) throws InvalidMetadataException {
    String grid = name("chunk_grid", root.path("chunk_grid"));
    if (!grid.equals("regular")) {
      throw notSupported("chunk_grid", grid, "\"regular\" is");
    }
    return fields.chunks("chunk_shape", option("chunk_grid", "chunk_shape"), shape);
  }

  private DataType type() throws InvalidMetadataException {
    DataType type = type(root.path("data_type"), order(root.path("codecs")));
    if (type == null) {
      throw InvalidMetadataException.unsupported(
          "the data_type " + fields.show("data_type") + " is not supported");
    }
    return type;
  }

  private static @Nullable DataType type(JsonNode json, ByteOrder order)
      throws InvalidMetadataException {
    String name = name("data_type", json);
    return switch (name) {
      case "bool" -> new DataType(Kind.BOOLEAN, 1, order);
      case "int8", "int16", "int32", "int64" ->
          new DataType(Kind.SIGNED, bits(name, "int") / 8, order);
      case "uint8", "uint16", "uint32", "uint64" ->
          new DataType(Kind.UNSIGNED, bits(name, "uint") / 8, order);
      case "float16", "float32", "float64" ->
          new DataType(Kind.FLOATING, bits(name, "float") / 8, order);
      case "complex64", "complex128" ->
          new DataType(Kind.COMPLEX, bits(name, "complex") / 8, order);
      case "numpy.datetime64" -> new DataType(Kind.TIME, Long.BYTES, order);
      case "numpy.timedelta64" -> new DataType(Kind.DURATION, Long.BYTES, order);
      case "string" -> new DataType(Kind.STRING, 0, order);
      case "bytes", "variable_length_bytes" -> new DataType(Kind.BYTES, 0, order);
      case "fixed_length_utf32" -> ofLength(Kind.FIXED_STRING, json, 4, order);
      case "null_terminated_bytes" -> ofLength(Kind.TERMINATED_BYTES, json, 1, order);
      case "raw_bytes" -> ofLength(Kind.RAW, json, 1, order);
      case "structured" -> structured(json, order);
      default -> name.matches("r\\d{1,9}") ? raw(bits(name, "r"), order) : null;
    };
  }

  private static int bits(String name, String kind) {
    return Integer.parseInt(name.substring(kind.length()));
  }

  private static @Nullable DataType raw(int bits, ByteOrder order) {
    return bits == 0 || bits % 8 != 0 ? null : new DataType(Kind.RAW, bits / 8, order);
  }

  private static @Nullable DataType ofLength(Kind kind, JsonNode json, int unit, ByteOrder order) {
    JsonNode length = json.path("configuration").path("length_bytes");
    return length.canConvertToInt() && length.intValue() > 0 && length.intValue() % unit == 0
        ? new DataType(kind, length.intValue(), order)
        : null;
  }

  /** A field is {@code [name, data_type]}. */
  private static @Nullable DataType structured(JsonNode json, ByteOrder order)
      throws InvalidMetadataException {
    FieldsInRow fieldsInRow = new FieldsInRow();
    for (JsonNode field : json.path("configuration").path("fields")) {
      DataType type = type(field.path(1), order);
      if (type == null || !fieldsInRow.add(field.path(0).asText(), type, List.of())) {
        return null;
      }
    }
    return fieldsInRow.type(order);
  }

  /** Elements are decoded in the order in which they are stored: that spares to swap bytes. */
  private static ByteOrder order(JsonNode codecs) {
    for (JsonNode codec : codecs) {
      JsonNode configuration = codec.path("configuration");
      if (configuration.path("endian").asText().equals("big")
          || (codec.path("name").asText().equals(SHARDING)
              && order(configuration.path("codecs")).equals(ByteOrder.BIG_ENDIAN))) {
        return ByteOrder.BIG_ENDIAN;
      }
    }
    return ByteOrder.LITTLE_ENDIAN;
  }

  private byte[] fillValue(DataType type) throws InvalidMetadataException {
    JsonNode fill = root.path("fill_value");
    if (fill.isMissingNode()) {
      throw InvalidMetadataException.corrupt("fill_value is missing");
    }
    try {
      return FillValue.of(fill, type);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw fields.noFillValue(fill, "data_type");
    }
  }

  private Codec codec(Elements raw, byte[] fillValue) throws InvalidMetadataException {
    JsonNode codecs = root.path("codecs");
    if (!codecs.isArray() || codecs.isEmpty()) {
      throw InvalidMetadataException.corrupt(
          "codecs must be a list of at least one but is " + fields.show("codecs"));
    }
    try {
      return new Chains(fillValue).apply((List<?>) requireNonNull(MetadataJson.value(codecs)), raw);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw InvalidMetadataException.unsupported("codecs: " + e.getMessage());
    }
  }

  private ChunkKeys keys() throws InvalidMetadataException {
    String encoding = name("chunk_key_encoding", root.path("chunk_key_encoding"));
    JsonNode option = option("chunk_key_encoding", "separator");
    String separator =
        option.isMissingNode() ? encoding.equals("default") ? "/" : "." : option.asText();
    if (!separator.equals(".") && !separator.equals("/")) {
      throw InvalidMetadataException.corrupt(
          "the separator of chunk_key_encoding must be \".\" or \"/\" but is " + option);
    }
    return switch (encoding) {
      case "default" -> new ChunkKeys("c", separator);
      case "v2" -> ChunkKeys.v2(separator);
      default -> throw notSupported("chunk_key_encoding", encoding, "\"default\" and \"v2\" are");
    };
  }

  private List<@Nullable String> dimensionNames(int rank) throws InvalidMetadataException {
    JsonNode node = root.path("dimension_names");
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    List<@Nullable String> names = new ArrayList<>();
    boolean isValid = node.isArray() && node.size() == rank;
    for (JsonNode name : node) {
      isValid &= name.isTextual() || name.isNull();
      names.add(name.textValue());
    }
    if (!isValid) {
      throw InvalidMetadataException.corrupt(
          "dimension_names must be a list of %d names or nulls but is %s".formatted(rank, node));
    }
    return names;
  }

  /** What may be extended is an object with a name, or a name alone. */
  private static String name(String field, JsonNode node) throws InvalidMetadataException {
    JsonNode name = node.isTextual() ? node : node.path("name");
    if (!name.isTextual()) {
      throw InvalidMetadataException.corrupt(
          field + " must be a name or an object with one but is " + MetadataFields.show(node));
    }
    return name.textValue();
  }

  private JsonNode option(String field, String name) {
    return root.path(field).path("configuration").path(name);
  }

  private static InvalidMetadataException notSupported(String field, String name, String known) {
    return InvalidMetadataException.unsupported(
        "the %s \"%s\" is not supported; %s".formatted(field, name, known));
  }

  /** Joins the codecs of an array, of inner chunks, or of the index of a shard. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Chains(byte[] fillValue) implements BiFunction<List<?>, Elements, Codec> {

    @Override
    public Codec apply(List<?> codecs, Elements raw) {
      List<Codec> chain = new ArrayList<>();
      Elements input = raw;
      checkOrder(codecs, raw);
      for (Object definition : codecs) {
        Codec codec = codec(definition, input);
        chain.add(codec);
        input = codec.output(input);
      }
      return Codecs.chain(raw, chain);
    }

    private static void checkOrder(List<?> codecs, Elements raw) {
      List<String> names = new ArrayList<>();
      for (Object codec : codecs) {
        names.add(codecName(codec));
      }
      if (!raw.type().isFixed() && Collections.disjoint(names, MAKE_ITEMS)) {
        throw new IllegalArgumentException(
            "strings and bytes of any length need one of %s but have %s"
                .formatted(MAKE_ITEMS, names));
      }
      // An inner chunk that is not stored would have the fill value before these.
      int shards = names.indexOf(SHARDING);
      if (Collections.frequency(names.subList(0, Math.max(0, shards)), "transpose") < shards) {
        throw new IllegalArgumentException(
            "sharding_indexed behind another codec than transpose is not supported: " + names);
      }
    }

    private static String codecName(Object definition) {
      return String.valueOf(definition instanceof Map<?, ?> map ? map.get("name") : definition);
    }

    /** A codec is an object with a name, or a name alone. */
    private Codec codec(Object definition, Elements input) {
      Map<?, ?> object = definition instanceof Map<?, ?> map ? map : Map.of();
      String name = codecName(definition);
      Map<String, @Nullable Object> options = new HashMap<>();
      if (object.get("configuration") instanceof Map<?, ?> configuration) {
        for (Map.Entry<?, ?> option : configuration.entrySet()) {
          options.put(String.valueOf(option.getKey()), option.getValue());
        }
      }
      return name.equals(SHARDING)
          ? new ShardCodec(options, input, fillValue, this)
          : Codecs.ofV3(name, options, input);
    }
  }
}
