package dev.zarrasync.array;

import dev.zarrasync.codec.ChunkBytes;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.lang.reflect.Array;

/** How the chunks of an array are stored: between encoded bytes and elements. */
final class ChunkFormat {

  private final AsyncStore store;
  private final ArrayMetadata metadata;

  ChunkFormat(AsyncStore store, ArrayMetadata metadata) {
    this.store = store;
    this.metadata = metadata;
  }

  int chunkBytes() {
    return metadata.chunkBytes();
  }

  ChunkBytes decode(String key, Fetched.Found found) throws StoreException {
    return view(raw(key, found));
  }

  /** Decodes a chunk that is to be changed: the bytes of a store are not. */
  byte[] decodeToChange(String key, Fetched.Found found) throws StoreException {
    byte[] raw = raw(key, found);
    return raw == found.bytes() ? raw.clone() : raw;
  }

  /** Makes a chunk that has the fill value everywhere. */
  byte[] filled() {
    byte[] raw = blank();
    int elements = raw.length / metadata.type().size();
    Object array = Array.newInstance(metadata.type().javaType(), elements);
    fill(array, 0, elements);
    view(raw).copyFrom(0, array, 0, elements);
    return raw;
  }

  byte[] blank() {
    return new byte[metadata.chunkBytes()];
  }

  ChunkBytes view(byte[] raw) {
    return new ChunkBytes(raw, metadata.type(), metadata.byteOrder());
  }

  byte[] encode(byte[] raw) throws IOException {
    return metadata.codec().encode(raw);
  }

  void fill(Object array, int index, int count) {
    metadata.type().fill(array, index, count, metadata.fillValue());
  }

  /** Decodes a chunk into an array that may be the store's. */
  byte[] raw(String key, Fetched.Found found) throws StoreException {
    try {
      return metadata.codec().decode(found.bytes(), metadata.chunkBytes());
    } catch (IOException e) {
      String problem = "the chunk is damaged: " + e.getMessage();
      throw new StoreException(StoreException.Kind.CORRUPT, store, key, problem, e);
    }
  }
}
