package dev.zarrasync.array.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata objects, whose keys' names start with {@code .z}, as they are stored and as others get
 * them: JSON objects (RFC 8259), in which writers in Python also leave {@code NaN}, {@code
 * Infinity} and {@code -Infinity} without quotes, and others put a byte-order mark before them.
 */
public final class MetadataJson {

  // Some, as JZarr, parse what they are given in the charset of the system.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private static final ObjectReader EXACT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .reader();

  private static final TypeReference<HashMap<String, Object>> MAP = new TypeReference<>() {};

  private MetadataJson() {}

  /**
   * Parses an object. Its numbers are exact.
   *
   * @throws InvalidMetadataException if it is not a JSON object
   */
  public static ObjectNode parse(byte[] json) throws InvalidMetadataException {
    try {
      if (EXACT.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw notJson(json, e.getOriginalMessage());
    } catch (IOException e) {
      throw notJson(json, e.getMessage());
    }
    throw InvalidMetadataException.corrupt("it is not a JSON object");
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
    return JSON.readValue(json, MAP);
  }

  /** Writes JSON that every parser takes: {@code NaN} and the infinities become strings. */
  public static byte[] strict(JsonNode node) {
    return write(JSON.writer(), node);
  }

  /** Writes JSON with all values as they were parsed. */
  public static byte[] exact(JsonNode node) {
    return write(JSON.writer().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS), node);
  }

  public static byte[] pretty(JsonNode node) {
    return write(JSON.writerWithDefaultPrettyPrinter(), node);
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
