package dev.zarrasync.fetch;

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

  private final Engine engine;
  private final Transport transport;
  private final String key;
  private final int size;
  private final Division division;
  private final Condition unchanged;
  private final AtomicInteger left;
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();

  // Guarded by this.
  private byte @Nullable [] body;

  DividedGet(Engine engine, Transport transport, String key, int size, Division division) {
    this.engine = engine;
    this.transport = transport;
    this.key = key;
    this.size = size;
    this.division = division;
    this.unchanged = new Condition.Unchanged(division.etag());
    this.left = new AtomicInteger(division.ranges());
  }

  CompletableFuture<Fetched> send() {
    for (int i = 0; i < division.ranges(); i++) {
      Range range = new Range(start(i), start(i + 1) - start(i));
      CompletableFuture<Fetched> get = engine.send("GET", key, range.bytes(), range);
      var unused = get.handle((fetched, failure) -> receive(range, fetched, failure));
      Relay.passCancel(result, get);
    }
    return result;
  }

  private int start(int range) {
    return (int) ((long) size * range / division.ranges());
  }

  /** Takes memory only when the first range has come. */
  private synchronized byte[] body() {
    byte[] taken = body == null ? new byte[size] : body;
    body = taken;
    return taken;
  }

  private boolean receive(Range range, @Nullable Fetched fetched, @Nullable Throwable failure) {
    if (failure != null) {
      return result.completeExceptionally(StoreException.unwrap(failure));
    }
    if (!(fetched instanceof Found found) || found.objectSize() != size) {
      return result.completeExceptionally(StoreException.ifNotHolding(transport, key, unchanged));
    }
    byte[] all = body();
    if (found.bytes() != all) {
      System.arraycopy(found.bytes(), 0, all, range.start, range.length);
    }
    return left.decrementAndGet() == 0 && result.complete(new Found(all, size, division.etag()));
  }

  /** One of the ranges. */
  private final class Range implements Call<Fetched> {
    final int start;
    final int length;

    Range(int start, int length) {
      this.start = start;
      this.length = length;
    }

    ByteRange bytes() {
      return ByteRange.of(start, length);
    }

    @Override
    public CompletableFuture<Fetched> send(Admission attempt) {
      return transport.get(key, GetOptions.of(bytes()).condition(unchanged), attempt);
    }

    @Override
    public Body body(Admission attempt, int bytes, BodyCheck check) {
      return bytes == length
          ? new ArrayBody(ByteBuffer.wrap(DividedGet.this.body(), start, length), BodyCheck.NONE)
          : ArrayBody.of(bytes, BodyCheck.NONE);
    }
  }
}
