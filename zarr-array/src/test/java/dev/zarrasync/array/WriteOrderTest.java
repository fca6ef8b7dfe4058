package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.internal.WriteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteOrderTest {

  private static final ForkJoinPool THREADS = new ForkJoinPool(4);

  private static final List<String> A = List.of("a");

  private final WriteOrder order = new WriteOrder();
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
      order.after(A, () -> logged(name).thenCompose(x -> end));
    }
    order.after(List.of("b"), () -> operation("b"));

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
  void anOperationOnManyKeysFollowsAndPrecedesThoseOnEach() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    order.after(A, () -> logged("a").thenCompose(x -> end));
    order.after(List.of("b", "a"), () -> logged("both"));
    order.after(List.of("b"), () -> logged("b"));

    assertThat(started).containsExactly("a");
    end.complete(null);
    assertThat(started).containsExactly("a", "both", "b");
  }

  @Test
  void aWriteThatHasBegunIsWaitedForWhenItsCallerIsGone() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    order.after(A, () -> end).cancel(true);
    order.after(A, () -> logged("next"));
    assertThat(end).isNotDone();
    assertThat(started).isEmpty();
    end.complete(null);
    assertThat(started).containsExactly("next");
  }

  @Test
  void aWriteThatHasNotBegunWhenItsCallerIsGoneNeverDoes() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    order.after(A, () -> end);
    order.after(A, () -> logged("abandoned")).cancel(true);
    order.after(A, () -> logged("next"));
    end.complete(null);
    assertThat(started).containsExactly("next");
  }

  @Test
  void aDirectoryIsSettledWhenTheWritesInItAreOver() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    order.after(List.of("d/a"), () -> end);
    order.after(List.of("e/a"), CompletableFuture::new);
    CompletableFuture<Void> settled = order.settled("d/");

    assertThat(settled).isNotDone();
    end.completeExceptionally(new IllegalStateException("by hand"));
    assertThat(settled).isCompleted();
    assertThat(order.settled("d/")).isCompleted();
  }

  @Test
  void aFailureDoesNotKeepTheNextFromItsTurn() {
    CompletableFuture<String> failing = new CompletableFuture<>();
    CompletableFuture<String> first = order.after(A, () -> failing);
    CompletableFuture<String> second =
        order.after(A, () -> CompletableFuture.completedFuture("second"));

    failing.completeExceptionally(new IllegalStateException("by hand"));
    assertThat(Arrays1d.awaitFailure(first)).hasMessage("by hand");
    assertThat(second).isCompletedWithValue("second");
  }

  @Test
  void anOperationThatThrowsFails() {
    CompletableFuture<String> first = order.after(A, WriteOrderTest::throwing);
    CompletableFuture<String> second =
        order.after(A, () -> CompletableFuture.completedFuture("second"));

    assertThat(Arrays1d.awaitFailure(first)).hasMessage("by hand");
    assertThat(second).isCompletedWithValue("second");
  }

  private static CompletableFuture<String> throwing() {
    throw new IllegalStateException("by hand");
  }

  @Test
  void aLongQueueOfOperationsThatEndAtOnceNeedsNoDeepStack() {
    CompletableFuture<Integer> gate = new CompletableFuture<>();
    order.after(A, () -> gate);
    List<CompletableFuture<Integer>> queue =
        IntStream.range(0, 100_000)
            .mapToObj(i -> order.after(A, () -> CompletableFuture.completedFuture(i)))
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
                                order.after(A, () -> touch(running, peak));
                              }
                            },
                            THREADS)
                        .thenCompose(x -> order.after(A, () -> touch(running, peak))))
            .toList();

    all.forEach(Arrays1d::await);
    assertThat(peak).hasValue(1);
  }

  private static CompletableFuture<Void> touch(AtomicInteger running, AtomicInteger peak) {
    peak.accumulateAndGet(running.incrementAndGet(), Math::max);
    return CompletableFuture.runAsync(running::decrementAndGet, THREADS);
  }
}
