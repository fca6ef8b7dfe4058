package dev.zarrasync.fetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.StoreException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gets one large object in ranges side by side, all of the same version of it, into one array. */
final class DividedGet {

  /** One request. */
  @FunctionalInterface
  interface Request {

    /** Sends it. The bodies are where that of the answer goes. */
    CompletableFuture<Fetched> send(GetOptions options, Admission.Bodies bodies);
  }

  private final AsyncStore store;
  private final String key;
  private final int size;
  private final Division division;
  private final Condition unchanged;
  private final AtomicInteger left;
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();

  // Guarded by this.
  private byte @Nullable [] body;

  DividedGet(AsyncStore store, String key, int size, Division division) {
    this.store = store;
    this.key = key;
    this.size = size;
    this.division = division;
    this.unchanged = new Condition.Unchanged(division.etag());
    this.left = new AtomicInteger(division.ranges());
  }

  CompletableFuture<Fetched> send(Request request) {
    for (int i = 0; i < division.ranges(); i++) {
      int start = start(i);
      int length = start(i + 1) - start;
      GetOptions options = GetOptions.of(ByteRange.of(start, length)).condition(unchanged);
      CompletableFuture<Fetched> range =
          request.send(options, (bytes, check) -> place(start, length, bytes));
      var unused = range.handle((fetched, failure) -> receive(start, length, fetched, failure));
      Relay.passCancel(result, range);
    }
    return result;
  }

  private int start(int range) {
    return (int) ((long) size * range / division.ranges());
  }

  private Body place(int start, int length, int bytes) {
    return bytes == length
        ? new ArrayBody(ByteBuffer.wrap(body(), start, length), BodyCheck.NONE)
        : ArrayBody.of(bytes, BodyCheck.NONE);
  }

  /** Takes memory only when the first range has come. */
  private synchronized byte[] body() {
    byte[] taken = body == null ? new byte[size] : body;
    body = taken;
    return taken;
  }

  private boolean receive(
      int start, int length, @Nullable Fetched fetched, @Nullable Throwable failure) {
    if (failure != null) {
      return result.completeExceptionally(StoreException.unwrap(failure));
    }
    if (!(fetched instanceof Found found) || found.objectSize() != size) {
      return result.completeExceptionally(StoreException.ifNotHolding(store, key, unchanged));
    }
    byte[] all = body();
    if (found.bytes() != all) {
      System.arraycopy(found.bytes(), 0, all, start, length);
    }
    return left.decrementAndGet() == 0 && result.complete(new Found(all, size, division.etag()));
  }
}
