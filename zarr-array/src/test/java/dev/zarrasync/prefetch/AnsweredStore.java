package dev.zarrasync.prefetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store whose answers the test gives by hand. */
final class AnsweredStore implements AsyncStore {

  /** A get that was sent. */
  record Sent(String key, CompletableFuture<Fetched> answer) {}

  final List<Sent> sent = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<ListPage>> lists = new ArrayList<>();
  boolean throwing;
  boolean listsCompletely = true;
  private final Limits limits;

  AnsweredStore(Limits limits) {
    this.limits = limits;
  }

  List<String> keys() {
    return sent.stream().map(Sent::key).toList();
  }

  void answer(String key, int size) {
    last(key).answer.complete(new Fetched.Found(new byte[size], size, null));
  }

  void fail(String key) {
    last(key)
        .answer
        .completeExceptionally(new StoreException(Kind.UNAVAILABLE, this, key, "by hand", null));
  }

  Sent last(String key) {
    return sent.stream().filter(get -> get.key.equals(key)).reduce((a, b) -> b).orElseThrow();
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    if (throwing) {
      throw new IllegalStateException("thrown by hand");
    }
    Sent get = new Sent(key, new CompletableFuture<>());
    sent.add(get);
    return get.answer;
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    CompletableFuture<ListPage> page = new CompletableFuture<>();
    lists.add(page);
    return page;
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String url(String key) {
    return "hand://store/" + key;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public boolean listsCompletely() {
    return listsCompletely;
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "AnsweredStore";
  }
}
