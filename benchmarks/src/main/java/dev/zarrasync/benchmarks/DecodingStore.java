package dev.zarrasync.benchmarks;

import com.bc.zarr.storage.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.codec.BloscOptions;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Has stock JZarr read Blosc on machines without a system libblosc, which its own decoder needs:
 * decodes chunks with Blosc-java as they are read, and says that the array is not compressed.
 */
final class DecodingStore extends ReadOnlyStore {

  private final Store store;
  private final int chunkBytes;
  private final Codec blosc =
      Codecs.blosc(new BloscOptions("lz4", 5, BloscOptions.BYTE_SHUFFLE, 0, Short.BYTES));

  DecodingStore(Store store, int chunkBytes) {
    this.store = store;
    this.chunkBytes = chunkBytes;
  }

  @Override
  public @Nullable InputStream getInputStream(String key) throws IOException {
    try (InputStream stored = store.getInputStream(key)) {
      if (stored == null) {
        return null;
      }
      byte[] bytes = stored.readAllBytes();
      return new ByteArrayInputStream(
          key.endsWith(".zarray") ? notCompressed(bytes) : blosc.decode(bytes, chunkBytes));
    }
  }

  private static byte[] notCompressed(byte[] header) throws IOException {
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(header);
    json.putNull("compressor");
    return Json.MAPPER.writeValueAsBytes(json);
  }
}
