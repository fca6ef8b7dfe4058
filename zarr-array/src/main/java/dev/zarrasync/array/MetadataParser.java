package dev.zarrasync.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.codec.Gzip;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses metadata objects, whose keys' names start with {@code .z}: JSON objects (RFC 8259), in
 * which writers in Python also leave {@code NaN}, {@code Infinity} and {@code -Infinity} without
 * quotes, and others put a byte-order mark before them.
 */
public final class MetadataParser {

  private static final ObjectReader EXACT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .reader();

  private MetadataParser() {}

  /**
   * Parses an object. Its numbers are exact.
   *
   * @param json the content, in UTF-8
   * @return the object
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
}
