package dev.zarrasync.cache;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A store whose gets, puts and deletes the test completes. */
final class HandStore extends ForwardingStore {

  final List<CompletableFuture<Fetched>> gets = new ArrayList<>();
  final List<CompletableFuture<Void>> writes = new ArrayList<>();

  HandStore() {
    super(new MemoryStore());
  }

  static Fetched found(int size) {
    return new Fetched.Found(new byte[size], size, null);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, ByteRange range) {
    CompletableFuture<Fetched> get = new CompletableFuture<>();
    gets.add(get);
    return get;
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value) {
    CompletableFuture<Void> write = new CompletableFuture<>();
    writes.add(write);
    return write;
  }

  @Override
  public CompletableFuture<Void> delete(String key) {
    return put(key, new byte[0]);
  }
}
