package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Field;
import dev.zarrasync.hierarchy.ArrayHeader;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of elements as NumPy describes it (numpy.lib.format, "descr").
 *
 * @param description a literal of Python, of little-endian numbers; only in the fields of a
 *     structure the numbers are as they are stored
 */
record NumpyType(String description) {

  private static final Pattern UNIT = Pattern.compile("\\[\\d*(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)]");

  /** Returns the type of an array's elements. Strings and bytes of any length are objects. */
  static NumpyType of(ArrayHeader header) {
    boolean isV2 = header.metadata().format() == 2;
    JsonNode json = header.json().path(isV2 ? "dtype" : "data_type");
    DataType type = header.metadata().type();
    return new NumpyType(type.fields().isEmpty() ? simple(type, json, "<") : structure(type, json));
  }

  /** What is between the fields has no name, as NumPy has it in its files. */
  private static String structure(DataType type, JsonNode json) {
    Map<String, JsonNode> types = new HashMap<>();
    for (JsonNode field : json.isArray() ? json : json.path("configuration").path("fields")) {
      String name = field.path(0).asText();
      types.put(field.path(0).path(1).asText(name), field.path(1)); // It may have a title.
    }
    List<String> parts = new ArrayList<>();
    int end = 0;
    for (Field field : type.fields()) {
      pad(parts, field.offset() - end);
      parts.add(field(field, types.getOrDefault(field.name(), json)));
      end = field.offset() + field.shape().stream().reduce(field.type().size(), (a, b) -> a * b);
    }
    pad(parts, type.size() - end);
    return "[" + String.join(", ", parts) + "]";
  }

  private static void pad(List<String> parts, int bytes) {
    if (bytes > 0) {
      parts.add("('', '|V" + bytes + "')");
    }
  }

  private static String field(Field field, JsonNode json) {
    DataType type = field.type();
    String order = type.order() == ByteOrder.BIG_ENDIAN ? ">" : "<";
    String described = type.fields().isEmpty() ? simple(type, json, order) : structure(type, json);
    String shape =
        field.shape().stream().map(length -> length + ",").collect(Collectors.joining(" "));
    return "(%s, %s%s)"
        .formatted(literal(field.name()), described, shape.isEmpty() ? "" : ", (" + shape + ")");
  }

  /** Quotes a name as Python does. */
  private static String literal(String name) {
    StringBuilder literal = new StringBuilder("'");
    name.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                literal.append("\\u%04x".formatted(c));
              } else {
                literal.append(c == '\'' || c == '\\' ? "\\" : "").appendCodePoint(c);
              }
            });
    return literal.append("'").toString();
  }

  private static String simple(DataType type, JsonNode json, String order) {
    int size = type.size();
    return switch (type.kind()) {
      case BOOLEAN -> "'|b1'";
      case SIGNED -> number(order, "i", size);
      case UNSIGNED -> number(order, "u", size);
      case FLOATING -> number(order, "f", size);
      case COMPLEX -> number(order, "c", size);
      case TIME -> "'" + order + "M8" + unit(json) + "'";
      case DURATION -> "'" + order + "m8" + unit(json) + "'";
      case TERMINATED_BYTES -> "'|S" + size + "'";
      case FIXED_STRING -> "'" + order + "U" + size / Integer.BYTES + "'";
      case RAW -> "'|V" + size + "'";
      case STRING, BYTES -> "'|O'";
    };
  }

  /** What has one byte has no order. */
  private static String number(String order, String kind, int size) {
    return "'" + (size == 1 ? "|" : order) + kind + size + "'";
  }

  /** Returns nothing for counts without a unit, and for a unit that NumPy does not have. */
  private static String unit(JsonNode json) {
    JsonNode options = json.path("configuration");
    int scale = options.path("scale_factor").asInt(1);
    String unit =
        json.isTextual()
            ? json.textValue()
            : "["
                + (scale == 1 ? "" : scale)
                + options.path("unit").asText().replaceFirst("^\\Ws$", "us")
                + "]";
    Matcher known = UNIT.matcher(unit);
    return known.find() ? known.group() : "";
  }
}
