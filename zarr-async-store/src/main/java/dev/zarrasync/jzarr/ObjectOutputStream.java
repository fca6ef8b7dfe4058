package dev.zarrasync.jzarr;

import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Collects an object and stores it whole when it is first closed. */
final class ObjectOutputStream extends ByteArrayOutputStream {

  private final AsyncStore store;
  private final String key;
  private boolean closed;

  ObjectOutputStream(AsyncStore store, String key) {
    this.store = store;
    this.key = key;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    MetadataCache.of(store).forget(key);
    try {
      Await.result(store.put(key, toByteArray()));
    } finally {
      MetadataCache.of(store).forget(key);
    }
  }
}
