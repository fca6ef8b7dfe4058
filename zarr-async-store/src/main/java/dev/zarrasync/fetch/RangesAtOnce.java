package dev.zarrasync.fetch;

import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.internal.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of one large object side by side, all of the same version of it, into one array.
 *
 * <p>An answer may bring the object from its start meanwhile: then the ranges come from the end,
 * and where both meet, all is there. Where both overlap they put the same bytes, for transports
 * check the version before they let a body in. Nothing waits for a range then: the answer goes on
 * whatever becomes of them, with the permit and the room that it has.
 */
final class RangesAtOnce {

  /**
   * What is divided.
   *
   * @param key the object's key
   * @param start where in the object it starts
   * @param length how many bytes it has
   * @param objectSize how many bytes the object has, or {@link GetOptions#UNKNOWN_SIZE}
   */
  record Target(String key, long start, int length, long objectSize) {}

  /** Hears of the end, once, unless the ranges are stopped before. */
  interface Listener {

    /**
     * Gets all that was divided.
     *
     * @param brought how many bytes of it the answer has brought
     */
    void met(Found all, long brought);

    /**
     * Hears that a range does not come.
     *
     * @param answer what came of another object, or that there is none, or null
     * @param failure why nothing came, or null
     */
    void failed(@Nullable Fetched answer, @Nullable Throwable failure);
  }

  private final Engine engine;
  private final Transport transport;
  private final Target target;
  private final Division division;
  private final Condition unchanged;
  private final boolean isBeside;
  private final Listener listener;

  // Guarded by this.
  private final Map<Integer, Request<Fetched>> underWay = new HashMap<>();
  private final BitSet there = new BitSet();
  private byte @Nullable [] body;
  private long objectSize;
  private int sent;
  private int reached;
  private int passed; // How many ranges the answer has brought.
  private boolean isOver;

  /**
   * Sends nothing yet.
   *
   * @param beside the array into which an answer brings all from its start; or null if none does
   */
  RangesAtOnce(
      Engine engine,
      Transport transport,
      Target target,
      Division division,
      byte @Nullable [] beside,
      Listener listener) {
    this.engine = engine;
    this.transport = transport;
    this.target = target;
    this.division = division;
    this.unchanged = new Condition.Unchanged(division.etag());
    this.isBeside = beside != null;
    this.body = beside;
    this.listener = listener;
    this.objectSize = target.objectSize();
  }

  /** Sends the first of them, as many as fill the line. */
  void send() {
    for (int i = 0; i < Ranges.FILLING_THE_LINE; i++) {
      sendNext();
    }
  }

  private void sendNext() {
    int index;
    synchronized (this) {
      index = isBeside ? division.ranges() - 1 - sent : sent;
      if (isOver || index == division.ranges() || (isBeside && start(index) <= reached)) {
        return;
      }
      sent++;
    }
    Range range = new Range(index);
    Request<Fetched> get = engine.send("GET", target.key, range.bytes(), range);
    boolean isLate;
    synchronized (this) {
      underWay.put(index, get);
      isLate = isOver;
    }
    if (isLate) {
      get.cancel(false);
    }
    Reply.follow(get, (fetched, failure) -> ended(range, fetched, failure));
  }

  private int start(int range) {
    return (int) ((long) target.length * range / division.ranges());
  }

  private void ended(Range range, @Nullable Fetched fetched, @Nullable Throwable failure) {
    if (fetched instanceof Found found && isOfTheSame(found)) {
      range.put(found);
      synchronized (this) {
        there.set(range.index);
        underWay.remove(range.index);
      }
      sendNext();
      endIfMet();
    } else if (!isThere(range.index) && stop()) {
      listener.failed(fetched, failure);
    }
  }

  private synchronized boolean isThere(int index) {
    return there.get(index);
  }

  private synchronized boolean isOfTheSame(Found found) {
    objectSize = objectSize == GetOptions.UNKNOWN_SIZE ? found.objectSize() : objectSize;
    return found.objectSize() == objectSize;
  }

  /** Hears how many bytes the answer has brought. */
  void reached(int bytes) {
    List<Request<Fetched>> overtaken;
    synchronized (this) {
      reached = bytes;
      overtaken = overtaken();
      if (isOver || (overtaken.isEmpty() && !isMet())) {
        return;
      }
    }
    engine.executor.execute(
        () -> {
          overtaken.forEach(request -> request.cancel(false));
          endIfMet();
        });
  }

  /** Ranges that are not needed any more: the answer has brought them. */
  private List<Request<Fetched>> overtaken() {
    if (start(passed + 1) > reached) {
      return List.of();
    }
    List<Request<Fetched>> overtaken = new ArrayList<>();
    for (; passed < division.ranges() && start(passed + 1) <= reached; passed++) {
      there.set(passed);
      Request<Fetched> request = underWay.remove(passed);
      if (request != null) {
        overtaken.add(request);
      }
    }
    return overtaken;
  }

  private boolean isMet() {
    int last = division.ranges() - 1;
    return there.get(last) && start(there.previousClearBit(last) + 1) <= reached;
  }

  private void endIfMet() {
    long brought;
    Found all;
    synchronized (this) {
      if (isOver || !isMet()) {
        return;
      }
      brought = reached;
      all = new Found(body(), objectSize, division.etag());
    }
    if (stop()) {
      listener.met(all, brought);
    }
  }

  /** Puts no more, and says whether it did until now. */
  boolean stop() {
    List<Request<Fetched>> stopped;
    synchronized (this) {
      if (isOver) {
        return false;
      }
      isOver = true;
      stopped = List.copyOf(underWay.values());
      underWay.clear();
    }
    stopped.forEach(request -> request.cancel(false));
    return true;
  }

  /** Takes memory only when the first range has come. */
  private synchronized byte[] body() {
    byte[] taken = body == null ? new byte[target.length] : body;
    body = taken;
    return taken;
  }

  /** One of the ranges. */
  private final class Range implements Call<Fetched> {
    private final int index;
    private final int start;
    private final int length;

    Range(int index) {
      this.index = index;
      this.start = start(index);
      this.length = start(index + 1) - start;
    }

    ByteRange bytes() {
      return ByteRange.of(target.start + start, length);
    }

    @Override
    public CompletableFuture<Fetched> send(Admission attempt) {
      return transport.get(target.key, GetOptions.of(bytes()).condition(unchanged), attempt);
    }

    /** {@inheritDoc} What comes beside an answer was let in with it. */
    @Override
    public boolean needsRoom() {
      return !isBeside;
    }

    @Override
    public Body body(Request<Fetched>.Attempt attempt, int bytes, BodyCheck check) {
      if (isBeside && !transport.servesRanges()) { // The whole comes in answer to it.
        engine.executor.execute(RangesAtOnce.this::stop);
      }
      return bytes == length
          ? new ArrayBody(ByteBuffer.wrap(RangesAtOnce.this.body(), start, length), BodyCheck.NONE)
          : ArrayBody.of(bytes, BodyCheck.NONE);
    }

    void put(Found found) {
      byte[] all = RangesAtOnce.this.body();
      if (found.bytes() != all) {
        System.arraycopy(found.bytes(), 0, all, start, length);
      }
    }
  }
}
