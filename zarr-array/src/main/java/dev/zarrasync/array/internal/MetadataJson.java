package dev.zarrasync.array.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata objects, whose keys' names start with {@code .z}, as they are stored and as others get
 * them: JSON objects (RFC 8259), in which writers in Python also leave {@code NaN}, {@code
 * Infinity} and {@code -Infinity} without quotes, and others put a byte-order mark before them.
 */
public final class MetadataJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonFactory PARSERS =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Is loaded by who writes, or asks for attributes: to load it takes longer than to parse. */
  private static final class Mapper {

    // Some, as JZarr, parse what they are given in the charset of the system.
    static final JsonMapper JSON =
        JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    static final TypeReference<HashMap<String, Object>> MAP = new TypeReference<>() {};
  }

  private MetadataJson() {}

  /**
   * Parses an object. Its numbers are exact, the last of several fields of one name counts, and
   * what follows the object is left alone.
   *
   * @throws InvalidMetadataException if it is not a JSON object
   */
  public static ObjectNode parse(byte[] json) throws InvalidMetadataException {
    try (JsonParser parser = PARSERS.createParser(json)) {
      if (parser.nextToken() != null && node(parser) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw notJson(json, e.getOriginalMessage());
    } catch (IOException | NumberFormatException e) { // An exponent may have too many digits.
      throw notJson(json, e.getMessage());
    }
    throw InvalidMetadataException.corrupt("it is not a JSON object");
  }

  /** Takes the value that begins with the parser's token. The parser bounds how deep it is. */
  private static JsonNode node(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT ->
          parser.isNaN()
              ? NODES.numberNode(parser.getDoubleValue())
              : NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.set(name, node(parser));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(node(parser));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  /**
   * Returns what a node has as a plain Java value: a map, a list, a string, a number, a truth, or
   * null.
   */
  public static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      return map(node);
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      for (JsonNode element : node) {
        list.add(value(element));
      }
      return list;
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
  }

  /** Returns the fields of an object as plain Java values. */
  public static Map<String, @Nullable Object> map(JsonNode object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      map.put(field.getKey(), value(field.getValue()));
    }
    return map;
  }

  private static InvalidMetadataException notJson(byte[] json, @Nullable String problem) {
    String hint = Gzip.hint(ByteBuffer.wrap(json));
    return InvalidMetadataException.corrupt("it is not valid JSON: " + problem + hint);
  }

  /**
   * Parses an object, and names it where it is not a JSON object.
   *
   * @throws StoreException then
   */
  public static ObjectNode parse(AsyncStore store, String key, byte[] json) throws StoreException {
    try {
      return parse(json);
    } catch (InvalidMetadataException e) {
      throw new StoreException(e.kind(), store, key, String.valueOf(e.getMessage()), e);
    }
  }

  /** Parses what was parsed before. */
  public static ObjectNode tree(byte[] json) {
    try {
      return parse(json);
    } catch (InvalidMetadataException e) {
      throw new IllegalStateException("JSON that was parsed cannot be parsed", e);
    }
  }

  /**
   * Parses attributes as plain Java values, and {@code NaN} and the infinities as doubles.
   *
   * @throws StoreException if they are not a JSON object
   */
  public static Map<String, Object> attributes(AsyncStore store, String key, byte[] json)
      throws IOException {
    var unused = parse(store, key, json);
    return Mapper.JSON.readValue(json, Mapper.MAP);
  }

  /** Writes JSON that every parser takes: {@code NaN} and the infinities become strings. */
  public static byte[] strict(JsonNode node) {
    return write(Mapper.JSON.writer(), node);
  }

  /** Writes JSON with all values as they were parsed. */
  public static byte[] exact(JsonNode node) {
    return write(Mapper.JSON.writer().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS), node);
  }

  public static byte[] pretty(JsonNode node) {
    return write(Mapper.JSON.writerWithDefaultPrettyPrinter(), node);
  }

  private static byte[] write(ObjectWriter writer, JsonNode node) {
    try {
      return writer.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was parsed cannot be written", e);
    }
  }

  public static Fetched.Found found(byte[] json) {
    return new Fetched.Found(json, json.length, null);
  }
}
