package dev.zarrasync.fetch;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A get of one large object in ranges side by side, all of the same version of it, into one array;
 * and whole, if there is another version.
 */
final class DividedGet extends Reply<Fetched> {

  private final Engine engine;
  private final Transport transport;
  private final String key;
  private final int size;
  private final Division division;
  private final Condition unchanged;
  private final Supplier<Request<Fetched>> whole;

  // Guarded by this.
  private final List<CompletableFuture<Fetched>> requests = new ArrayList<>();
  private byte @Nullable [] body;
  private int left;

  /**
   * Sends nothing yet.
   *
   * @param whole sends the get undivided
   */
  DividedGet(
      Engine engine,
      Transport transport,
      String key,
      int size,
      Division division,
      Supplier<Request<Fetched>> whole) {
    this.engine = engine;
    this.transport = transport;
    this.key = key;
    this.size = size;
    this.division = division;
    this.unchanged = new Condition.Unchanged(division.etag());
    this.whole = whole;
    this.left = division.ranges();
  }

  DividedGet send() {
    for (int i = 0; i < division.ranges(); i++) {
      Range range = new Range(start(i), start(i + 1) - start(i));
      Request<Fetched> get = engine.send("GET", key, range.bytes(), range);
      add(get);
      Reply.follow(get, (fetched, failure) -> receive(range, fetched, failure));
    }
    return this;
  }

  private int start(int range) {
    return (int) ((long) size * range / division.ranges());
  }

  private void add(Request<Fetched> request) {
    synchronized (this) {
      requests.add(request);
    }
    if (isDone()) { // Or else no one would cancel it.
      request.cancel(false);
    }
  }

  private void receive(Range range, @Nullable Fetched fetched, @Nullable Throwable failure) {
    if (failure instanceof StoreException e && e.kind() == Kind.PRECONDITION_FAILED) {
      startOver();
    } else if (failure != null) {
      fail(failure);
    } else if (fetched instanceof Found found && found.objectSize() == size) {
      range.put(found);
    } else {
      startOver();
    }
  }

  private void fail(Throwable failure) {
    if (isOpen(0)) {
      completeExceptionally(failure);
    }
  }

  private void startOver() {
    if (!isOpen(division.ranges())) {
      return;
    }
    over();
    Request<Fetched> get = whole.get();
    add(get);
    Reply.follow(get, this::end);
  }

  /** Counts ranges, and says whether there were any left before. */
  private synchronized boolean isOpen(int ended) {
    boolean isOpen = left > 0;
    left -= ended;
    return isOpen;
  }

  /** Takes memory only when the first range has come. */
  private synchronized byte[] body() {
    byte[] taken = body == null ? new byte[size] : body;
    body = taken;
    return taken;
  }

  @Override
  protected void over() {
    List<CompletableFuture<Fetched>> ended;
    synchronized (this) {
      ended = List.copyOf(requests);
    }
    ended.forEach(request -> request.cancel(false));
  }

  /** One of the ranges. */
  private final class Range implements Call<Fetched> {
    private final int start;
    private final int length;

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

    void put(Found found) {
      byte[] all = DividedGet.this.body();
      if (found.bytes() != all) {
        System.arraycopy(found.bytes(), 0, all, start, length);
      }
      if (isOpen(1) && !isOpen(0)) {
        complete(new Found(all, size, division.etag()));
      }
    }
  }
}
