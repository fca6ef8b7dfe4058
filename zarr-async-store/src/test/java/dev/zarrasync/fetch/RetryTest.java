package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {

  private final Retry retry = new Retry(3, ForkJoinPool.commonPool());

  private static StoreException failure(Kind kind) {
    return new StoreException(kind, new MemoryStore(), "a", "by hand", null);
  }

  @Test
  void whatFailsOnceSucceedsHoweverManyDo() {
    List<CompletableFuture<Integer>> runs =
        IntStream.range(0, 1_000).mapToObj(this::succeedsAtTheSecond).toList();
    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(i);
    }
  }

  private CompletableFuture<Integer> succeedsAtTheSecond(int value) {
    AtomicInteger attempts = new AtomicInteger();
    return retry.run(
        () ->
            attempts.incrementAndGet() == 1
                ? CompletableFuture.failedFuture(failure(Kind.UNAVAILABLE))
                : CompletableFuture.completedFuture(value));
  }

  @Test
  void whatFailsTooOftenSaysHowOften() {
    CompletableFuture<Void> run =
        retry.run(() -> CompletableFuture.failedFuture(failure(Kind.THROTTLED)));
    assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
        .hasMessageContaining("after 3 attempts");
  }

  @Test
  void whatFailsForGoodIsNotTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    CompletableFuture<Void> run =
        retry.run(
            () -> {
              attempts.incrementAndGet();
              return CompletableFuture.failedFuture(failure(Kind.ACCESS_DENIED));
            });
    assertThat(run).isCompletedExceptionally();
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aCancelReachesTheAttemptUnderWayAndInterruptsNoThread() {
    CompletableFuture<Void> attempt = new CompletableFuture<>();
    retry.run(() -> attempt).cancel(true);
    assertThat(attempt).isCancelled();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
