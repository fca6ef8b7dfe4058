package dev.zarrasync.fetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport whose answers the test gives by hand. */
final class HandTransport implements Transport {

  /** A get that was sent. */
  record Sent(
      AsyncStore store,
      String key,
      GetOptions options,
      Admission admission,
      CompletableFuture<Fetched> answer) {

    void answer(int size) {
      answer.complete(new Fetched.Found(new byte[size], size, null));
    }

    void fail(Kind kind) {
      fail(kind, "by hand");
    }

    void fail(Kind kind, String problem) {
      answer.completeExceptionally(new StoreException(kind, store, key, problem, null));
    }
  }

  final List<Sent> sent = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<Void>> writes = new CopyOnWriteArrayList<>();
  boolean closed;

  Sent sent(int index) {
    return sent.get(index);
  }

  List<String> keys() {
    return sent.stream().map(Sent::key).toList();
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    Sent get = new Sent(this, key, options, admission, new CompletableFuture<>());
    sent.add(get);
    return get.answer;
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

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return CompletableFuture.completedFuture(new ListPage(List.of(), List.of(), null));
  }

  @Override
  public String url(String key) {
    return "hand://store/" + key;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "HandTransport";
  }
}
