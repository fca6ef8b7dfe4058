package dev.zarrasync.jzarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;

/** Metadata objects, whose keys' names start with {@code .z}: all are JSON objects. */
final class MetadataJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPRESSOR = "compressor";

  private MetadataJson() {}

  /**
   * Parses an object.
   *
   * @throws StoreException if it is not a JSON object
   */
  static ObjectNode parse(AsyncStore store, String key, byte[] json) throws IOException {
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
      throw new StoreException(Kind.CORRUPT, store, key, "it is not a JSON object", null);
    } catch (JsonProcessingException e) {
      String problem = "it is not valid JSON: " + e.getOriginalMessage();
      throw new StoreException(Kind.CORRUPT, store, key, problem, e);
    }
  }

  /** Changes a header to say that chunks are not compressed. */
  static byte[] withoutCompressor(byte[] header) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(header);
    root.putNull(COMPRESSOR);
    return JSON.writeValueAsBytes(root);
  }

  /** Changes a header to name its dimension separator. */
  static byte[] withSeparator(byte[] header, String separator) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(header);
    root.put("dimension_separator", separator);
    return JSON.writeValueAsBytes(root);
  }

  /**
   * Puts the compressors back into consolidated metadata: JZarr made it of the headers that it was
   * given.
   */
  static byte[] withCompressors(ObjectNode consolidated, String path, KnownArrays arrays)
      throws IOException {
    for (var entry : consolidated.path("metadata").properties()) {
      String key = Paths.resolve(path, entry.getKey());
      byte[] header = Paths.name(key).equals(ArrayHeader.NAME) ? arrays.hiddenHeader(key) : null;
      if (header != null && entry.getValue() instanceof ObjectNode given) {
        JsonNode compressor = JSON.readTree(header).path(COMPRESSOR);
        given.set(COMPRESSOR, compressor);
      }
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(consolidated);
  }
}
