package dev.zarrasync.fetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Gets one large object in ranges side by side, all of the same version of it. */
final class RangedGet {

  private final AsyncStore store;
  private final ListedObject object;
  private final Condition unchanged;
  private final byte[] body;
  private final List<ByteRange.Span> spans = new ArrayList<>();
  private final AtomicInteger left;
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();

  RangedGet(AsyncStore store, ListedObject object, int ranges) {
    this.store = store;
    this.object = object;
    this.unchanged = new Condition.Unchanged(Objects.requireNonNull(object.etag()));
    this.body = new byte[Math.toIntExact(object.size())];
    this.left = new AtomicInteger(ranges);
    for (int i = 0; i < ranges; i++) {
      long start = object.size() * i / ranges;
      spans.add(new ByteRange.Span(start, object.size() * (i + 1) / ranges - start));
    }
  }

  CompletableFuture<Fetched> send() {
    for (ByteRange.Span span : spans) {
      var get = store.get(object.key(), GetOptions.of(span).condition(unchanged));
      get.whenComplete(
          (fetched, failure) -> {
            if (failure != null) {
              result.completeExceptionally(Relay.unwrap(failure));
            } else if (fetched instanceof Found found) {
              receive(span, found.bytes());
            } else {
              result.completeExceptionally(PlannedGet.gone(store, object.key()));
            }
          });
      Relay.passCancel(result, get);
    }
    return result;
  }

  private void receive(ByteRange.Span span, byte[] bytes) {
    if (bytes.length != span.length()) {
      result.completeExceptionally(StoreException.ifNotHolding(store, object.key(), unchanged));
      return;
    }
    System.arraycopy(bytes, 0, body, (int) span.offset(), bytes.length);
    if (left.decrementAndGet() == 0) {
      result.complete(new Found(body, body.length, object.etag()));
    }
  }
}
