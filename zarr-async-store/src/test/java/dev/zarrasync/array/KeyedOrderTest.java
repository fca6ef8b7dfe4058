package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedOrderTest {

  private static final ForkJoinPool THREADS = new ForkJoinPool(4);

  private final KeyedOrder order = new KeyedOrder();
  private final List<String> started = new ArrayList<>();

  private CompletableFuture<Void> operation(String name) {
    started.add(name);
    return new CompletableFuture<>();
  }

  @Test
  void operationsOnAKeyFollowEachOther() {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      String name = "a" + i;
      ends.add(end);
      order.after("a", () -> logged(name).thenCompose(x -> end));
    }
    order.after("b", () -> operation("b"));

    assertThat(started).containsExactly("a0", "b");
    ends.get(1).complete(null);
    assertThat(started).containsExactly("a0", "b");
    ends.get(0).complete(null);
    assertThat(started).containsExactly("a0", "b", "a1", "a2");
  }

  private CompletableFuture<Void> logged(String name) {
    started.add(name);
    return CompletableFuture.completedFuture(null);
  }

  @Test
  void aFailureDoesNotKeepTheNextFromItsTurn() {
    CompletableFuture<String> failing = new CompletableFuture<>();
    CompletableFuture<String> first = order.after("a", () -> failing);
    CompletableFuture<String> second =
        order.after("a", () -> CompletableFuture.completedFuture("second"));

    failing.completeExceptionally(new IllegalStateException("by hand"));
    assertThat(Arrays1d.awaitFailure(first)).hasMessage("by hand");
    assertThat(second).isCompletedWithValue("second");
  }

  @Test
  void anOperationThatThrowsFails() {
    CompletableFuture<String> first = order.after("a", KeyedOrderTest::throwing);
    CompletableFuture<String> second =
        order.after("a", () -> CompletableFuture.completedFuture("second"));

    assertThat(Arrays1d.awaitFailure(first)).hasMessage("by hand");
    assertThat(second).isCompletedWithValue("second");
  }

  private static CompletableFuture<String> throwing() {
    throw new IllegalStateException("by hand");
  }

  @Test
  void aLongQueueOfOperationsThatEndAtOnceNeedsNoDeepStack() {
    CompletableFuture<Integer> gate = new CompletableFuture<>();
    order.after("a", () -> gate);
    List<CompletableFuture<Integer>> queue =
        IntStream.range(0, 100_000)
            .mapToObj(i -> order.after("a", () -> CompletableFuture.completedFuture(i)))
            .toList();

    gate.complete(0);
    assertThat(queue.get(99_999)).isCompletedWithValue(99_999);
  }

  @Test
  void noTwoOperationsOnAKeyRunAtOnce() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 8)
            .mapToObj(
                thread ->
                    CompletableFuture.runAsync(
                            () -> {
                              for (int i = 0; i < 2_000; i++) {
                                order.after("a", () -> touch(running, peak));
                              }
                            },
                            THREADS)
                        .thenCompose(x -> order.after("a", () -> touch(running, peak))))
            .toList();

    all.forEach(Arrays1d::await);
    assertThat(peak).hasValue(1);
  }

  private static CompletableFuture<Void> touch(AtomicInteger running, AtomicInteger peak) {
    peak.accumulateAndGet(running.incrementAndGet(), Math::max);
    return CompletableFuture.runAsync(running::decrementAndGet, THREADS);
  }
}
