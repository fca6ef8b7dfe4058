package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.MetadataParser;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Metadata objects, whose keys' names start with {@code .z}, as they are stored and as others get
 * them.
 */
final class MetadataJson {

  // Some, as JZarr, parse what they are given in the charset of the system.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private static final TypeReference<HashMap<String, Object>> MAP = new TypeReference<>() {};

  private MetadataJson() {}

  /**
   * Parses an object.
   *
   * @throws StoreException if it is not a JSON object
   */
  static ObjectNode parse(AsyncStore store, String key, byte[] json) throws StoreException {
    try {
      return MetadataParser.parse(json);
    } catch (InvalidMetadataException e) {
      throw new StoreException(e.kind(), store, key, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Parses attributes as plain Java values, and {@code NaN} and the infinities as doubles.
   *
   * @throws StoreException if they are not a JSON object
   */
  static Map<String, Object> attributes(AsyncStore store, String key, byte[] json)
      throws IOException {
    var unused = parse(store, key, json);
    return JSON.readValue(json, MAP);
  }

  /** Writes JSON that every parser takes: {@code NaN} and the infinities become strings. */
  static byte[] strict(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was parsed cannot be written", e);
    }
  }

  /** Writes JSON with all values as they were parsed. */
  static byte[] exact(JsonNode node) {
    try {
      return JSON.writer().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS).writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was parsed cannot be written", e);
    }
  }

  static Fetched.Found found(byte[] json) {
    return new Fetched.Found(json, json.length, null);
  }

  /** Parses what was parsed before. */
  static JsonNode tree(byte[] json) {
    try {
      return MetadataParser.parse(json);
    } catch (InvalidMetadataException e) {
      throw new IllegalStateException("JSON that was parsed cannot be parsed", e);
    }
  }

  static byte[] pretty(JsonNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was parsed cannot be written", e);
    }
  }
}
