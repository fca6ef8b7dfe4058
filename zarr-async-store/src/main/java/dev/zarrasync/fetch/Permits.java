package dev.zarrasync.fetch;

import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Fetched.Missing;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The permits and the byte budget of one store: requests start in the order in which they were
 * asked for, whoever asked. There are as many permits as the server takes requests ({@link
 * AdaptiveLimit}), up to the limit.
 *
 * <p>A request holds one permit from its start to the end of its body, and the body's bytes from
 * when the body is let in until the functions chained to its future have run: what they decode,
 * they have decoded by then. A body larger than the whole budget is let in alone. While a body
 * waits to be let in, no further request starts whose answer would only wait, too. What brings the
 * rest of a body that is in, starts first: the sooner is its room free.
 */
final class Permits {

  /** Larger answers take as long as the line needs for them. */
  private static final int SMALL = 1 << 16;

  /** What a small body gets: to hand it over to another thread would take longer than it does. */
  static final CompletableFuture<Void> LET_IN = CompletableFuture.completedFuture(null);

  private final Limits limits;
  private final Clock clock;
  private final Executor executor;

  // Guarded by this.
  private final AdaptiveLimit limit;
  private final Set<Request<?>.Attempt> waiting = new LinkedHashSet<>();
  private final Set<Request<?>.Attempt> waitingAgain = new LinkedHashSet<>();
  private final Set<Request<?>.Attempt> roomless = new LinkedHashSet<>();
  private final Deque<WaitingBody> bodies = new ArrayDeque<>();
  private int inFlight;
  private long bytesInFlight;
  private final Tally tally = new Tally();

  Permits(Limits limits, Clock clock, Executor executor) {
    this.limits = limits;
    this.limit = new AdaptiveLimit(limits.maxInFlight());
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Has a request sent as soon as there is a permit.
   *
   * @param isFirst false for what was sent before: it has waited behind others then
   */
  void queue(Request<?>.Attempt request, boolean isFirst) {
    synchronized (this) {
      Set<Request<?>.Attempt> queue = isFirst ? waiting : waitingAgain;
      (request.needsRoom() ? queue : roomless).add(request);
    }
    proceed();
  }

  /** Takes a request out of the queue, and says whether it was there. */
  boolean forget(Request<?>.Attempt request) {
    synchronized (this) {
      if (!waiting.remove(request) && !waitingAgain.remove(request) && !roomless.remove(request)) {
        return false;
      }
    }
    proceed(); // Others may have waited for what it was to send.
    return true;
  }

  /** Counts the requests that are in flight, or wait to be. */
  synchronized int wanted() {
    return inFlight + waiting();
  }

  private int waiting() {
    return waiting.size() + waitingAgain.size() + roomless.size();
  }

  /** Tells what this knows of the requests. */
  synchronized FetchStatistics statistics(long retries, long hedges) {
    return new FetchStatistics(
        limit.now(),
        inFlight,
        waiting(),
        bytesInFlight,
        tally.requests,
        tally.failures,
        retries,
        hedges,
        limit.throttles(),
        tally.bytesReceived,
        tally.nanos);
  }

  private void proceed() {
    sendSideBySide(ready());
  }

  private void sendSideBySide(List<Runnable> ready) {
    for (Runnable each : ready) {
      executor.execute(each);
    }
  }

  /** Lets in the bodies and takes the requests that there is room for. */
  private synchronized List<Runnable> ready() {
    if (bodies.isEmpty() && (inFlight >= limit.now() || waiting() == 0)) {
      return List.of();
    }
    List<Runnable> ready = new ArrayList<>(2);
    while (!bodies.isEmpty() && hasRoom(bodies.element().bytes)) {
      WaitingBody body = bodies.remove();
      letIn(body.request, body.bytes);
      ready.add(body);
    }
    while (inFlight < limit.now() && !startable().isEmpty()) {
      Iterator<Request<?>.Attempt> queue = startable().iterator();
      Request<?>.Attempt request = queue.next();
      if (!hasRoom(request.bytesToSend())) {
        break;
      }
      queue.remove();
      letIn(request, request.bytesToSend());
      request.roundTrip = limit.roundTrip();
      inFlight++;
      tally.requests++;
      ready.add(request);
    }
    return ready;
  }

  private Set<Request<?>.Attempt> startable() {
    if (!roomless.isEmpty() || !bodies.isEmpty()) {
      return roomless;
    }
    return waitingAgain.isEmpty() ? waiting : waitingAgain;
  }

  private boolean hasRoom(long bytes) {
    return bytes == 0 || bytesInFlight == 0 || bytes <= limits.maxBytesInFlight() - bytesInFlight;
  }

  /**
   * Asks for room for the body that a request receives.
   *
   * @return completes when there is room: {@link #LET_IN} if that is at once
   */
  CompletableFuture<Void> admit(Request<?>.Attempt request, long bytes) {
    WaitingBody body;
    synchronized (this) {
      if (request.ended) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      // What needs no room waits for none.
      if (bytes == 0 || (bytes <= SMALL && bodies.isEmpty() && hasRoom(bytes))) {
        letIn(request, bytes);
        return LET_IN;
      }
      body = new WaitingBody(request, bytes, new CompletableFuture<>());
      bodies.add(body);
    }
    proceed();
    return body.admitted;
  }

  private void letIn(Request<?>.Attempt request, long bytes) {
    request.bytes += bytes;
    bytesInFlight += bytes;
  }

  /**
   * Takes the permit back. What it is given to is sent by the thread that delivers, before it does:
   * so there is one hand-over for both.
   *
   * @param deliver hands the answer out; then the bytes are given back
   */
  void ended(
      Request<?>.Attempt request,
      @Nullable Object value,
      @Nullable Throwable failure,
      Runnable deliver) {
    List<WaitingBody> refused;
    List<Runnable> ready;
    synchronized (this) {
      learn(request, value, failure);
      tally.ended(clock.nanos() - request.start, request.length, value, failure);
      request.ended = true;
      inFlight--;
      refused = refused(request);
      ready = ready();
    }
    for (WaitingBody body : refused) {
      body.admitted.cancel(false);
    }
    executor.execute(new HandOver(ready, request, deliver));
  }

  /** What the thread that delivers does first, and then. */
  private final class HandOver implements Runnable {
    private final List<Runnable> ready;
    private final Request<?>.Attempt request;
    private final Runnable deliver;

    HandOver(List<Runnable> ready, Request<?>.Attempt request, Runnable deliver) {
      this.ready = ready;
      this.request = request;
      this.deliver = deliver;
    }

    @Override
    public void run() {
      try {
        if (ready.size() == 1) {
          ready.get(0).run();
        } else {
          sendSideBySide(ready);
        }
      } finally {
        deliver(request, deliver);
      }
    }
  }

  private void deliver(Request<?>.Attempt request, Runnable deliver) {
    try {
      deliver.run();
    } finally {
      synchronized (this) {
        bytesInFlight -= request.bytes;
      }
      proceed();
    }
  }

  private List<WaitingBody> refused(Request<?>.Attempt request) {
    if (bodies.isEmpty()) {
      return List.of();
    }
    List<WaitingBody> refused = bodies.stream().filter(b -> b.request == request).toList();
    bodies.removeAll(refused);
    return refused;
  }

  private void learn(
      Request<?>.Attempt request, @Nullable Object value, @Nullable Throwable failure) {
    if (failure != null) {
      if (asksToSlowDown(failure)) {
        limit.throttled(request.roundTrip);
      }
      return;
    }
    if (value instanceof Missing || (value instanceof Found f && f.length() <= SMALL)) {
      long now = clock.nanos();
      limit.answered(now - request.start, now, inFlight);
    }
    limit.succeeded(inFlight);
  }

  private static boolean asksToSlowDown(Throwable failure) {
    return failure instanceof StoreException e
        && (e.kind() == Kind.THROTTLED || !e.retryAfter().isZero());
  }

  private record WaitingBody(
      Request<?>.Attempt request, long bytes, CompletableFuture<Void> admitted)
      implements Runnable {
    @Override
    public void run() {
      request.letInLater();
      admitted.complete(null);
    }
  }

  /** What the requests have come to. Used under the lock. */
  private static final class Tally {

    long requests;
    long failures;
    long bytesReceived;
    long nanos;

    /**
     * Counts the end of a request.
     *
     * @param time how long it took, in nanoseconds
     * @param bytes how long its body was, as far as it is known
     */
    void ended(long time, long bytes, @Nullable Object value, @Nullable Throwable failure) {
      nanos += time;
      if (value instanceof Found found) {
        // The body of a range can be in a larger array, and a compressed one is let in twice.
        long length = found.length();
        boolean isAll = bytes == 0 || found.isPassedOn();
        bytesReceived += isAll ? length : Math.min(bytes, length);
      }
      if (failure != null && isFailure(failure)) {
        failures++;
      }
    }

    private static boolean isFailure(Throwable failure) {
      return failure instanceof StoreException e
          ? e.kind() != Kind.NOT_MODIFIED
          : !(failure instanceof CancellationException);
    }
  }
}
