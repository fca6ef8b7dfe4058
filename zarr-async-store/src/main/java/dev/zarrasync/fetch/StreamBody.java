package dev.zarrasync.fetch;

import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.Fetched.Found;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passes a body on as it comes. What has been received is collected in short segments, which the
 * sink gets one after the other on the engine's threads. While two of them wait there is no room
 * for more, so that a body takes little memory however long it is.
 */
final class StreamBody implements Body {

  private static final int SEGMENT = 64 << 10;
  private static final int MOST_WAITING = 2;

  private final BodySink sink;
  private final Executor executor;

  // Used by who receives.
  private @Nullable ByteBuffer segment;

  // Used by who works for the sink.
  private BodyCheck.Running check = BodyCheck.Running.NONE;
  private @Nullable Throwable failure;

  // Guarded by this.
  private final Deque<Runnable> work = new ArrayDeque<>();
  private @Nullable ByteBuffer spare;
  private int restarts;
  private int waiting;
  private boolean working;
  private List<Runnable> onRoom = List.of();

  /**
   * Passes nothing on yet.
   *
   * @param executor calls the sink
   */
  StreamBody(BodySink sink, Executor executor) {
    this.sink = sink;
    this.executor = executor;
  }

  /** How many bytes in flight a body counts as. */
  static long room(long bytes) {
    return Math.min(bytes, BodySink.ROOM);
  }

  /** Has a body come from its first byte, whatever came before. Nothing of that is put any more. */
  StreamBody restarted(BodyCheck newCheck) {
    segment = null;
    synchronized (this) {
      work.clear();
      restarts++;
      waiting = 0;
      onRoom = List.of();
    }
    enqueue(() -> begin(newCheck));
    return this;
  }

  private void begin(BodyCheck newCheck) {
    check = newCheck.begin();
    failure = null;
    sink.begin();
  }

  @Override
  public void put(ByteBuffer part) {
    while (part.hasRemaining()) {
      ByteBuffer open = segment == null ? take() : segment;
      segment = open;
      int count = Math.min(part.remaining(), open.remaining());
      open.put(part.slice(part.position(), count));
      part.position(part.position() + count);
      if (!open.hasRemaining()) {
        passOn(open);
      }
    }
  }

  private synchronized ByteBuffer take() {
    ByteBuffer free = spare;
    spare = null;
    return free == null ? ByteBuffer.allocate(SEGMENT) : free;
  }

  private void passOn(ByteBuffer full) {
    segment = null;
    int start;
    synchronized (this) {
      waiting++;
      start = restarts;
    }
    enqueue(() -> pass(full.flip(), start));
  }

  @SuppressWarnings("ByteBufferBackingArray") // It was allocated here.
  private void pass(ByteBuffer full, int start) {
    byte[] bytes = full.array();
    int length = full.remaining();
    check.update(bytes, 0, length);
    if (failure == null) {
      // What a checksum says of it is known at the end.
      failure = failureOf(() -> sink.take(bytes, 0, length));
    }
    takeBack(full.clear(), start).forEach(Runnable::run);
  }

  private synchronized List<Runnable> takeBack(ByteBuffer empty, int start) {
    spare = empty;
    waiting -= start == restarts ? 1 : 0; // What came before a restart is not counted.
    if (waiting >= MOST_WAITING) {
      return List.of();
    }
    List<Runnable> actions = onRoom;
    onRoom = List.of();
    return actions;
  }

  @Override
  public synchronized boolean isReady() {
    return waiting < MOST_WAITING;
  }

  @Override
  public void whenReady(Runnable action) {
    synchronized (this) {
      if (waiting >= MOST_WAITING) {
        onRoom = Stream.concat(onRoom.stream(), Stream.of(action)).toList();
        return;
      }
    }
    action.run();
  }

  @Override
  public CompletableFuture<@Nullable String> end() {
    if (segment != null) {
      passOn(segment);
    }
    CompletableFuture<@Nullable String> result = new CompletableFuture<>();
    enqueue(() -> end(result));
    return result;
  }

  private void end(CompletableFuture<@Nullable String> result) {
    String mismatch = check.mismatch();
    Throwable problem = mismatch != null || failure != null ? failure : failureOf(sink::end);
    if (mismatch == null && problem != null) {
      result.completeExceptionally(problem);
    } else {
      result.complete(mismatch);
    }
  }

  @Override
  public byte[] bytes() {
    return Found.PASSED_ON;
  }

  private void enqueue(Runnable next) {
    synchronized (this) {
      work.add(next);
      if (working) {
        return;
      }
      working = true;
    }
    executor.execute(this::work);
  }

  private void work() {
    for (Runnable next = next(); next != null; next = next()) {
      Throwable problem = failureOf(next::run);
      failure = problem == null ? failure : problem;
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = work.poll();
    working = next != null;
    return next;
  }

  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }

  private static @Nullable Throwable failureOf(Call call) {
    try {
      call.run();
      return null;
    } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
      return e;
    }
  }
}
