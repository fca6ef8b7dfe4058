package dev.zarrasync.cache;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A store whose gets, puts and deletes the test completes. */
final class HandStore extends ForwardingStore {

  final List<CompletableFuture<Fetched>> gets = new ArrayList<>();
  final List<Condition> conditions = new ArrayList<>();
  final List<CompletableFuture<Void>> writes = new ArrayList<>();

  HandStore() {
    super(new MemoryStore());
  }

  static Fetched found(int size) {
    return new Fetched.Found(new byte[size], size, null);
  }

  static Fetched found(int size, String etag) {
    return new Fetched.Found(new byte[size], size, etag);
  }

  /** Completes the last get. */
  void answer(Fetched fetched) {
    gets.get(gets.size() - 1).complete(fetched);
  }

  /** Says of the last get that the object still has the entity tag. */
  void answerNotModified() {
    gets.get(gets.size() - 1).completeExceptionally(notModified("any"));
  }

  StoreException notModified(String etag) {
    return StoreException.ifNotHolding(this, "a", new Condition.Changed(etag));
  }

  /** Completes the last write. */
  void written() {
    writes.get(writes.size() - 1).complete(null);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    CompletableFuture<Fetched> get = new CompletableFuture<>();
    gets.add(get);
    conditions.add(options.condition());
    return get;
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return write();
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return write();
  }

  private CompletableFuture<Void> write() {
    CompletableFuture<Void> write = new CompletableFuture<>();
    writes.add(write);
    return write;
  }
}
