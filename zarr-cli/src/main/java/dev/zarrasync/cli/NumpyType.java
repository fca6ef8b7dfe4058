package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.zarrasync.hierarchy.ArrayHeader;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of elements as NumPy describes it (numpy.lib.format, "descr").
 *
 * @param description a literal of Python, of little-endian numbers; only in the fields of a
 *     structure the numbers are as they are stored
 */
record NumpyType(String description) {

  private static final Pattern V2 = Pattern.compile("([<>|]?)([a-zA-Z])(\\d*)(\\[\\w+])?");
  private static final Pattern V3_NUMBER = Pattern.compile("(int|uint|float|complex|r)(\\d+)");

  /** Returns the type of an array's elements. Strings and bytes of any length are objects. */
  static NumpyType of(ArrayHeader header) {
    if (header.metadata().format() == 2) {
      JsonNode dtype = header.json().path("dtype");
      return new NumpyType(dtype.isArray() ? v2(dtype) : v2(dtype.asText(), "<"));
    }
    JsonNode type = header.json().path("data_type");
    boolean isStoredBig =
        type.path("name").asText().equals("structured")
            && header.metadata().type().order() == ByteOrder.BIG_ENDIAN;
    return new NumpyType(v3(type, isStoredBig ? ">" : "<"));
  }

  /** In JZarr and here, numbers are big-endian where nothing is said. */
  private static String v2(JsonNode dtype) {
    if (!(dtype instanceof ArrayNode fields)) {
      String text = dtype.asText();
      return v2(text, text.startsWith("<") ? "<" : ">");
    }
    List<String> all = new ArrayList<>();
    for (JsonNode field : fields) {
      all.add(field(field.path(0), v2(field.path(1)), field.path(2)));
    }
    return "[" + String.join(", ", all) + "]";
  }

  private static String v2(String dtype, String order) {
    Matcher parts = V2.matcher(dtype);
    if (!parts.matches()) {
      throw new IllegalStateException("An array of " + dtype + " was opened");
    }
    String unit = parts.group(4) == null ? "" : parts.group(4);
    return simple(order, parts.group(2) + parts.group(3) + unit);
  }

  private static String v3(JsonNode type, String order) {
    String name = type.isTextual() ? type.textValue() : type.path("name").asText();
    JsonNode options = type.path("configuration");
    int length = options.path("length_bytes").asInt();
    Matcher number = V3_NUMBER.matcher(name);
    if (number.matches()) {
      String kind = number.group(1).equals("r") ? "V" : number.group(1).substring(0, 1);
      return simple(order, kind + Integer.parseInt(number.group(2)) / Byte.SIZE);
    }
    return switch (name) {
      case "bool" -> simple(order, "b1");
      case "numpy.datetime64" -> simple(order, "M8" + unit(options));
      case "numpy.timedelta64" -> simple(order, "m8" + unit(options));
      case "fixed_length_utf32" -> simple(order, "U" + length / Integer.BYTES);
      case "null_terminated_bytes" -> simple(order, "S" + length);
      case "raw_bytes" -> simple(order, "V" + length);
      case "structured" -> structured(options.path("fields"), order);
      default -> simple(order, "O");
    };
  }

  private static String structured(JsonNode fields, String order) {
    List<String> all = new ArrayList<>();
    for (JsonNode field : fields) {
      all.add(field(field.path(0), v3(field.path(1), order), field.path(2)));
    }
    return "[" + String.join(", ", all) + "]";
  }

  private static String field(JsonNode name, String type, JsonNode shape) {
    String literal = "'" + name.asText().replace("\\", "\\\\").replace("'", "\\'") + "'";
    List<String> parts = new ArrayList<>(List.of(literal, type));
    if (shape.isArray()) {
      List<String> lengths = new ArrayList<>();
      shape.forEach(length -> lengths.add(length.asText()));
      parts.add("(" + String.join(", ", lengths) + ",)");
    }
    return "(" + String.join(", ", parts) + ")";
  }

  /** Some counts of time have no unit. */
  private static String unit(JsonNode options) {
    String unit = options.path("unit").asText().replaceFirst("^\\Ws$", "us");
    int scale = options.path("scale_factor").asInt(1);
    return unit.equals("generic") ? "" : "[" + (scale == 1 ? "" : scale) + unit + "]";
  }

  /** What has one byte, and bytes without a meaning, have no order. */
  private static String simple(String order, String code) {
    return "'" + (code.matches("[biu]1|[SVO].*") ? "|" : order) + code + "'";
  }
}
