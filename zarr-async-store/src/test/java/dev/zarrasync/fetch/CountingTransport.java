package dev.zarrasync.fetch;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A transport that announces a body for each get, answers from threads of its own, and counts what
 * is under way. A key ends in the size of its object, after a dash.
 */
final class CountingTransport extends ForwardingStore implements Transport {

  private static final ForkJoinPool THREADS = new ForkJoinPool(4);

  final AtomicInteger sent = new AtomicInteger();
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger peakRequests = new AtomicInteger();
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong peakBytes = new AtomicLong();
  private final double faults;

  /**
   * @param faults the part of the requests that fail for a transient reason
   */
  CountingTransport(double faults) {
    super(new InstantTransport());
    this.faults = faults;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    int size = Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
    boolean fault = ThreadLocalRandom.current().nextDouble() < faults;
    sent.incrementAndGet();
    peakRequests.accumulateAndGet(requests.incrementAndGet(), Math::max);
    Answer answer = new Answer();
    THREADS.execute(
        () ->
            admission
                .admit(size)
                .thenRunAsync(() -> answer.admit(size), THREADS)
                .thenRunAsync(() -> {}, THREADS) // Others come in between.
                .thenRunAsync(() -> receive(key, size, fault, answer), THREADS)
                .exceptionally(refused -> null));
    return answer;
  }

  /** Counts bytes that something holds, in here or in a function chained to a get. */
  void hold(long size) {
    peakBytes.accumulateAndGet(bytes.addAndGet(size), Math::max);
  }

  void release(long size) {
    bytes.addAndGet(-size);
  }

  private void receive(String key, int size, boolean fault, Answer answer) {
    answer.end();
    if (fault) {
      answer.completeExceptionally(
          new StoreException(Kind.UNAVAILABLE, this, key, "by chance", null));
    } else {
      answer.complete(new Fetched.Found(new byte[size], size, null));
    }
  }

  /** Is counted until just before it completes: the next request may be sent while it does. */
  private final class Answer extends CompletableFuture<Fetched> {
    // Guarded by this.
    private boolean ended;
    private long held;

    synchronized void admit(long size) {
      if (!ended) {
        held = size;
        hold(size);
      }
    }

    synchronized void end() {
      if (!ended) {
        ended = true;
        release(held);
        requests.decrementAndGet();
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      end();
      return super.cancel(mayInterruptIfRunning);
    }
  }
}
