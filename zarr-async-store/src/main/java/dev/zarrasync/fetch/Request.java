package dev.zarrasync.fetch;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.Clock.Alarm;
import dev.zarrasync.jfr.internal.Recordings;
import dev.zarrasync.jfr.internal.RequestEvent;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Durations;
import dev.zarrasync.store.internal.Reply;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a store, and the future that its caller has. It lives as this file reads: it is
 * queued, sent, receives its answer and ends; after a transient failure it waits and is queued
 * again; at last it is over, also when its caller cancels it or the store is closed.
 *
 * <p>It is sent again after a pause with full jitter (Brooker, "Exponential Backoff and Jitter",
 * AWS Architecture Blog, 2015), and never before the server said (RFC 9110, section 10.2.3).
 */
final class Request<T> extends Reply<T> {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Engine engine;
  private final String method;
  final String key;
  private final ByteRange range;
  private final Call<T> call;
  private final boolean hedged;

  // Guarded by this.
  private @Nullable Attempt first;
  private @Nullable Attempt second;

  private volatile int attempts;
  private volatile boolean begun;
  private volatile long deadline;
  private volatile @Nullable Failures failures;
  private volatile Alarm pause = Alarm.NONE;
  private volatile Alarm end = Alarm.NONE;

  /**
   * Sends nothing yet.
   *
   * @param method GET, LIST, PUT or DELETE
   * @param key named in errors: the key, or the prefix of a listing
   * @param range the bytes asked for
   * @param hedged whether it may be sent a second time if it is slow
   */
  Request(Engine engine, String method, String key, ByteRange range, Call<T> call, boolean hedged) {
    this.engine = engine;
    this.method = method;
    this.key = key;
    this.range = range;
    this.call = call;
    this.hedged = hedged;
  }

  // -------------------------------------------------------------------------------------- Queued

  /** Queues it for the first time, or again. */
  void queue() {
    if (isDone()) {
      return;
    }
    boolean isFirst = attempts == 0;
    Attempt attempt;
    synchronized (this) {
      attempts = attempts + 1;
      attempt = new Attempt(null);
      first = attempt;
    }
    if (!isFirst) {
      engine.retries.increment();
    }
    queue(attempt, isFirst);
  }

  private void queue(Attempt attempt, boolean isFirst) {
    engine.permits.queue(attempt, isFirst);
    if (isDone()) { // Or else no one would abandon it.
      attempt.abandon();
    }
  }

  /** It is sent: at most twice at a time, the second time because it is slow. */
  final class Attempt implements Admission, Runnable, BiConsumer<T, @Nullable Throwable> {

    private final @Nullable Attempt slow;
    private final @Nullable RequestEvent event;

    // Guarded by the permits.
    long bytes;
    int roundTrip;
    boolean ended;

    volatile long start;

    /** How many bytes it was to bring, or has brought if it was cut; 0 if no head has come. */
    volatile long length;

    private volatile @Nullable T early;
    private volatile @Nullable CompletableFuture<T> answer;
    private volatile Alarm hedge = Alarm.NONE;
    private volatile Alarm alarm = Alarm.NONE;
    private volatile boolean heard;
    private volatile long lastHeard;
    private volatile boolean pausing;
    private volatile boolean receiving;
    private volatile @Nullable StoreException late;

    /**
     * @param slow what it is the second request beside, or null
     */
    Attempt(@Nullable Attempt slow) {
      this.slow = slow;
      this.event =
          Recordings.wantRequests()
              ? RequestEvent.queued(engine.store, method, key, range, attempts, slow != null)
              : null;
    }

    /** Counts as in flight from when it is sent, as a body that is let in does. */
    long bytesToSend() {
      return call.bytesToSend();
    }

    boolean needsRoom() {
      return call.needsRoom();
    }

    // -------------------------------------------------------------------------------------- Sent

    /** Sends it. It holds a permit. */
    @Override
    public void run() {
      start = engine.clock.nanos();
      if (isDone() || engine.isClosed()) {
        engine.permits.ended(this, null, new CancellationException(), () -> {});
        return;
      }
      beginDeadline(start);
      if (event != null) {
        event.sent();
        if (bytesToSend() > 0) {
          event.head(bytesToSend());
          event.admitted();
        }
      }
      if (hedged && slow == null) {
        hedge = engine.hedging.sent(this::sendSecond);
      }
      CompletableFuture<T> sent = sent();
      answer = sent;
      Reply.follow(sent, this);
      if (isDone()) { // Or else no one would abort it.
        sent.cancel(false);
      }
      look(sent);
    }

    private CompletableFuture<T> sent() {
      try {
        return requireNonNull(call.send(this));
      } catch (Throwable e) { // Whatever a transport throws, the permit must come back.
        return CompletableFuture.failedFuture(e);
      }
    }

    private void sendSecond() {
      Attempt other = new Attempt(this);
      synchronized (Request.this) {
        // An answer whose body is on its way, or waits for room, is not late.
        if (isDone() || first != this || receiving || !engine.hedging.maySendSecond()) {
          return;
        }
        second = other;
      }
      queue(other, false);
    }

    /** Ends it if it is time, or else looks again when it may be. One alarm sees to all times. */
    private void look(CompletableFuture<T> sent) {
      if (sent.isDone()) {
        return;
      }
      long operation = leftToDeadline();
      long attempt = left(engine.options.attemptTimeout(), start);
      long patience = patience();
      if (operation <= 0) {
        abort(sent, "no answer before the deadline");
      } else if (attempt <= 0) {
        abort(sent, "no answer within " + Durations.text(engine.options.attemptTimeout()));
      } else if (patience <= 0) {
        abort(sent, "no byte in " + Durations.text(engine.options.stallTimeout()));
      } else {
        long next = Math.min(operation, Math.min(attempt, patience));
        alarm = engine.clock.after(next, new Look(sent));
        if (sent.isDone()) { // Or else no one would turn it off.
          alarm.turnOff();
        }
      }
    }

    private final class Look implements Runnable {
      private final CompletableFuture<T> sent;

      Look(CompletableFuture<T> sent) {
        this.sent = sent;
      }

      @Override
      public void run() {
        look(sent);
      }
    }

    /** How long nothing may come yet. */
    private long patience() {
      Duration patience = engine.options.stallTimeout();
      return heard && !pausing ? left(patience, lastHeard) : patience.toNanos();
    }

    private long left(Duration time, long since) {
      return time.toNanos() - (engine.clock.nanos() - since);
    }

    private void abort(CompletableFuture<T> sent, String problem) {
      late = new StoreException(Kind.TIMEOUT, engine.store, key, problem, null);
      sent.cancel(false);
    }

    // --------------------------------------------------------------------------------- Receiving

    @Override
    public CompletableFuture<Void> admit(long bytes) {
      length = bytes;
      receiving = true;
      hedge.turnOff();
      if (event != null) {
        event.head(bytes);
      }
      paused();
      CompletableFuture<Void> admitted = engine.permits.admit(this, call.room(bytes));
      if (admitted == Permits.LET_IN) {
        pausing = false;
        letIn();
      }
      return admitted;
    }

    /** Its body has waited for room, and is let in now. */
    void letInLater() {
      progressed();
      letIn();
    }

    private void letIn() {
      if (event != null) {
        event.admitted();
      }
    }

    @Override
    public void resumable(String strongEtag, boolean announcesRanges) {
      call.resumable(this, strongEtag, announcesRanges);
    }

    @Override
    public Body body(int bytes, BodyCheck check) {
      return call.body(this, bytes, check);
    }

    @Override
    public void progressed() {
      lastHeard = engine.clock.nanos();
      heard = true;
      pausing = false;
    }

    @Override
    public void paused() {
      pausing = true;
    }

    // ------------------------------------------------------------------------------------- Ended

    /**
     * Cuts it off, because others have brought the rest of its body.
     *
     * @param brought how many bytes it has brought itself
     */
    void endEarly(T value, long brought) {
      length = brought;
      early = value;
      if (event != null) {
        event.cut(brought);
      }
      CompletableFuture<T> sent = answer;
      if (sent == null || !sent.cancel(false)) {
        complete(value);
      }
    }

    /** Cuts it off, because what it and others have brought is of no use. */
    void failEarly(StoreException problem) {
      late = problem;
      CompletableFuture<T> sent = answer;
      if (sent != null) {
        sent.cancel(false);
      }
    }

    /** On the thread of the transport: the permit goes on, and all else to a worker. */
    @Override
    public void accept(T answered, @Nullable Throwable failure) {
      alarm.turnOff();
      hedge.turnOff();
      T known = early;
      T value = known == null ? answered : known;
      Throwable problem = problem(value, known == null ? failure : null);
      engine.permits.ended(this, value, problem, new Delivery(value, problem));
    }

    private @Nullable Throwable problem(T value, @Nullable Throwable failure) {
      try {
        Throwable seen = call.ended(value, failure == null ? null : StoreException.unwrap(failure));
        StoreException cut = late;
        Throwable problem = seen != null && cut != null ? cut : seen;
        if (event != null) { // Recorded before others know of the end.
          event.ended(value, problem);
        }
        return problem;
      } catch (Throwable e) { // As what a transport throws.
        return e;
      }
    }

    private final class Delivery implements Runnable {
      private final T value;
      private final @Nullable Throwable problem;

      Delivery(T value, @Nullable Throwable problem) {
        this.value = value;
        this.problem = problem;
      }

      @Override
      public void run() {
        boolean isLast = isLast(Attempt.this);
        if (problem == null) {
          engine.succeeded();
          if (hedged && !isDone()) {
            engine.hedging.took(slow == null ? start : slow.start);
          }
          complete(value);
        } else if (isLast) {
          failed(problem);
        }
      }
    }

    private void abandon() {
      CompletableFuture<T> sent = answer;
      if (!engine.permits.forget(this) && sent != null) {
        sent.cancel(false);
      }
    }
  }

  private synchronized boolean isLast(Attempt ended) {
    if (ended == first) {
      first = null;
    } else {
      second = null;
    }
    return first == null && second == null;
  }

  // -------------------------------------------------------------------------- Waits and goes on

  /** Who waits behind others of the same store waits for his turn, not for the server. */
  private void beginDeadline(long now) {
    if (!begun) {
      deadline = now + engine.options.deadline().toNanos();
      begun = true;
    }
  }

  private long leftToDeadline() {
    return deadline - engine.clock.nanos();
  }

  private void failed(Throwable problem) {
    if (isDone()) {
      return;
    }
    if (!(problem instanceof StoreException failure)) {
      completeExceptionally(problem);
      return;
    }
    Failures known = failures;
    Failures all = known == null ? new Failures(engine) : known;
    failures = all;
    long left = leftToDeadline();
    StoreException verdict = all.verdict(failure, attempts, left);
    if (verdict != null) {
      completeExceptionally(verdict);
      return;
    }
    if (end == Alarm.NONE) {
      end = engine.clock.after(left, () -> engine.executor.execute(() -> late(all)));
    }
    long wait = failure.retryAfter().toNanos() + pause();
    pause = engine.clock.after(Math.min(wait, left), () -> engine.budget.take(this));
    if (isDone()) { // Or else no one would turn them off.
      over();
    }
  }

  private long pause() {
    int doublings = Math.min(attempts - 1, 16);
    long longest = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << doublings);
    return ThreadLocalRandom.current().nextLong(longest + 1);
  }

  private void late(Failures all) {
    completeExceptionally(all.pastDeadline(attempts));
  }

  // ---------------------------------------------------------------------------------------- Over

  @Override
  protected void over() {
    engine.over(this);
    if (failures != null) {
      end.turnOff();
      pause.turnOff();
      engine.budget.forget(this);
    }
    Attempt one;
    Attempt other;
    synchronized (this) {
      one = first;
      other = second;
    }
    if (one != null) {
      one.abandon();
    }
    if (other != null) {
      other.abandon();
    }
    call.over();
  }
}
