package dev.zarrasync.array;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.FillValue;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Kind;
import dev.zarrasync.codec.Elements;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the object {@code .zarray} (Zarr v2 specification, "Metadata"), and what JZarr takes for
 * one.
 */
final class MetadataV2 {

  private static final int MOST_DIGITS = 9;
  private static final String UNIT = "\\[\\w{1,20}]";

  private final ObjectNode root;
  private final MetadataFields fields;

  MetadataV2(ObjectNode root) {
    this.root = root;
    this.fields = new MetadataFields(root);
  }

  ArrayMetadata parse() throws InvalidMetadataException {
    fields.checkFormat(2);
    long[] shape = fields.sizes("shape", root.path("shape"));
    int[] chunks = fields.chunks("chunks", root.path("chunks"), shape);
    DataType type = type(root.path("dtype"));
    MetadataFields.checkElementSize(type);
    MetadataFields.checkChunkSize(chunks, type);
    return new ArrayMetadata(
        2, shape, chunks, type, codec(chunks, type), fillValue(type), keys(), List.of(), null);
  }

  private DataType type(JsonNode dtype) throws InvalidMetadataException {
    DataType type = dtype.isArray() ? structured(dtype) : simple(dtype.asText());
    if (type != null) {
      return type;
    }
    String problem = "the dtype " + fields.show("dtype") + " is not supported";
    throw dtype.isArray() || (dtype.isTextual() && !dtype.textValue().isEmpty())
        ? InvalidMetadataException.unsupported(problem)
        : InvalidMetadataException.corrupt(problem);
  }

  /** A mark of the byte order, a letter, a number, and for times a unit in brackets. */
  private @Nullable DataType simple(String dtype) {
    int start = dtype.isEmpty() || "<>|".indexOf(dtype.charAt(0)) < 0 ? 0 : 1;
    if (start == dtype.length()) {
      return null;
    }
    int end = start + 1;
    while (end < dtype.length() && end - start <= MOST_DIGITS && isDigit(dtype.charAt(end))) {
      end++;
    }
    ByteOrder order = byteOrder(dtype.substring(0, start));
    String kind = dtype.substring(start, start + 1);
    int number = end == start + 1 ? 0 : Integer.parseInt(dtype.substring(start + 1, end));
    String unit = dtype.substring(end);
    if (!unit.isEmpty() && !(kind.equalsIgnoreCase("m") && unit.matches(UNIT))) {
      return null;
    }
    return switch (kind + number) {
      case "b1" -> new DataType(Kind.BOOLEAN, 1, order);
      case "i1", "i2", "i4", "i8" -> new DataType(Kind.SIGNED, number, order);
      case "u1", "u2", "u4", "u8" -> new DataType(Kind.UNSIGNED, number, order);
      case "f2", "f4", "f8" -> new DataType(Kind.FLOATING, number, order);
      case "c8", "c16" -> new DataType(Kind.COMPLEX, number, order);
      case "M8" -> new DataType(Kind.TIME, number, order);
      case "m8" -> new DataType(Kind.DURATION, number, order);
      case "O0" -> object(order);
      default -> number == 0 ? null : bytes(kind, number, order);
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static @Nullable DataType bytes(String kind, int number, ByteOrder order) {
    return switch (kind) {
      case "S" -> new DataType(Kind.TERMINATED_BYTES, number, order);
      case "V" -> new DataType(Kind.RAW, number, order);
      case "U" ->
          number > Integer.MAX_VALUE / 4
              ? null
              : new DataType(Kind.FIXED_STRING, 4 * number, order);
      default -> null;
    };
  }

  /** What objects are, the first filter says: it makes bytes of them. */
  private @Nullable DataType object(ByteOrder order) {
    return switch (root.path("filters").path(0).path("id").asText()) {
      case "vlen-utf8", "categorize" -> new DataType(Kind.STRING, 0, order);
      case "vlen-bytes", "vlen-array" -> new DataType(Kind.BYTES, 0, order);
      default -> null;
    };
  }

  /** A field is {@code [name, dtype]} or with a shape, and its name may have a title before it. */
  private @Nullable DataType structured(JsonNode dtype) throws InvalidMetadataException {
    FieldsInRow fieldsInRow = new FieldsInRow();
    for (JsonNode field : dtype) {
      boolean valid = field.isArray() && (field.size() == 2 || field.size() == 3);
      DataType type = valid ? type(field.get(1)) : null;
      List<Integer> shape = shape(field.path(2));
      if (type == null || shape == null) {
        return null;
      }
      String name = field.get(0).path(1).asText(field.get(0).asText());
      if (!fieldsInRow.add(name, type, shape)) {
        return null;
      }
    }
    return fieldsInRow.type(ByteOrder.nativeOrder());
  }

  /** A shape of one dimension may be its length alone. */
  private static @Nullable List<Integer> shape(JsonNode lengths) {
    List<Integer> shape = new ArrayList<>();
    for (JsonNode length : lengths.isNumber() ? List.of(lengths) : lengths) {
      if (!length.isInt() || length.intValue() < 0) {
        return null;
      }
      shape.add(length.intValue());
    }
    return shape;
  }

  /** As JZarr has it: big endian where nothing is said. */
  private static ByteOrder byteOrder(String mark) {
    return switch (mark) {
      case "<" -> ByteOrder.LITTLE_ENDIAN;
      case "|" -> ByteOrder.nativeOrder();
      default -> ByteOrder.BIG_ENDIAN;
    };
  }

  private Codec codec(int[] chunks, DataType type) throws InvalidMetadataException {
    Elements raw = ArrayMetadata.elements(chunks, type);
    List<Codec> codecs = new ArrayList<>();
    Elements input = raw;
    try {
      if (isTransposed(chunks)) {
        codecs.add(Codecs.ofV3("transpose", Map.of("order", "F"), raw));
        input = codecs.get(0).output(raw);
      }
      JsonNode filters = filters();
      for (int i = 0; i < filters.size(); i++) {
        Codec codec = codec("filters", filters.get(i), input);
        codecs.add(codec);
        input = codec.output(input);
      }
      JsonNode compressor = root.path("compressor");
      if (!compressor.isMissingNode() && !compressor.isNull()) {
        codecs.add(codec("compressor", compressor, input));
      }
      return Codecs.chain(raw, codecs);
    } catch (IllegalArgumentException e) {
      throw InvalidMetadataException.unsupported(e.getMessage());
    }
  }

  private static Codec codec(String field, JsonNode object, Elements input)
      throws InvalidMetadataException {
    if (!object.isObject()) {
      throw InvalidMetadataException.corrupt(field + " must be an object or null but is " + object);
    }
    try {
      return Codecs.of(object.path("id").asText("null"), MetadataJson.map(object), input);
    } catch (IllegalArgumentException e) {
      throw InvalidMetadataException.unsupported(field + ": " + e.getMessage());
    }
  }

  /** Both orders are one where at most one dimension of a chunk has a length. */
  private boolean isTransposed(int[] chunks) throws InvalidMetadataException {
    String order = root.path("order").asText("C");
    if (!order.equals("C") && !order.equals("F")) {
      throw InvalidMetadataException.unsupported(
          "the order " + fields.show("order") + " is not supported; \"C\" and \"F\" are");
    }
    return order.equals("F") && Arrays.stream(chunks).filter(size -> size > 1).count() > 1;
  }

  private JsonNode filters() throws InvalidMetadataException {
    JsonNode filters = root.path("filters");
    if (!filters.isMissingNode() && !filters.isNull() && !filters.isArray()) {
      throw InvalidMetadataException.corrupt("filters must be a list or null but is " + filters);
    }
    return filters;
  }

  /** As JZarr has it: 0 where nothing is said. */
  private byte[] fillValue(DataType type) throws InvalidMetadataException {
    JsonNode fill = root.path("fill_value");
    if (fill.isMissingNode() || fill.isNull()) {
      return new byte[type.size()];
    }
    try {
      return switch (type.kind()) {
        case BOOLEAN, SIGNED, UNSIGNED, FLOATING ->
            FillValue.encode(FillValue.number(fill, type), type);
        case COMPLEX, TIME, DURATION -> FillValue.of(fill, type);
        default ->
            fill.isNumber() && fill.decimalValue().signum() == 0
                ? new byte[type.size()]
                : FillValue.of(fill, type);
      };
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw fields.noFillValue(fill, "dtype");
    }
  }

  /** As JZarr has it: any other separator counts as none. */
  private @Nullable ChunkKeys keys() {
    String separator = root.path("dimension_separator").asText();
    return separator.equals(".") || separator.equals("/") ? ChunkKeys.v2(separator) : null;
  }
}
