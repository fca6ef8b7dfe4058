package dev.zarrasync.array;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store whose gets and puts the test completes. */
final class HandStore extends ForwardingStore {

  /** A get under way. */
  record Get(String key, CompletableFuture<Fetched> answer) {
    void answer(byte... bytes) {
      answer.complete(new Fetched.Found(bytes, bytes.length, null));
    }

    void missing() {
      answer.complete(Fetched.MISSING);
    }
  }

  /** A put under way. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Put(String key, byte[] value, CompletableFuture<Void> answer) {}

  final List<Get> gets = new CopyOnWriteArrayList<>();
  final List<Put> puts = new CopyOnWriteArrayList<>();
  private final Limits limits;

  HandStore() {
    this(Limits.DEFAULT);
  }

  HandStore(Limits limits) {
    super(new MemoryStore());
    this.limits = limits;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    Get get = new Get(key, new CompletableFuture<>());
    gets.add(get);
    return get.answer;
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    Put put = new Put(key, value, new CompletableFuture<>());
    puts.add(put);
    return put.answer;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  Get get(int index) {
    return gets.get(index);
  }

  List<String> keysGot() {
    return gets.stream().map(Get::key).toList();
  }
}
