package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {

  private final HandClock clock = new HandClock();
  private final Deadline deadline = new Deadline(clock, Duration.ofMinutes(2));
  private final List<CompletableFuture<String>> sent = new ArrayList<>();

  private Retry retry(int maxAttempts) {
    return new Retry(maxAttempts, budget(1_000), clock, new DirectExecutor());
  }

  private RetryBudget budget(int capacity) {
    return new RetryBudget(capacity, clock, new DirectExecutor());
  }

  private CompletableFuture<String> send(boolean isFirst) {
    deadline.begin();
    CompletableFuture<String> attempt = new CompletableFuture<>();
    sent.add(attempt);
    return attempt;
  }

  private void failLast(StoreException failure) {
    sent.get(sent.size() - 1).completeExceptionally(failure);
  }

  private void ringUntilSent(int count) {
    while (sent.size() < count) {
      clock.ringNext();
    }
  }

  /** But for that of the budget, until it is full. */
  private void assertNoAlarmIsLeft() {
    clock.advance(Duration.ofMinutes(10));
    assertThat(clock.alarms()).isZero();
  }

  private static StoreException failure(Kind kind) {
    return new StoreException(kind, new MemoryStore(), "a", "by hand", null);
  }

  private static StoreException error(CompletableFuture<?> run) {
    assertThat(run).isCompletedExceptionally();
    return (StoreException) run.handle((value, error) -> StoreException.unwrap(error)).join();
  }

  @Test
  void whatFailsOnceSucceedsHoweverManyDo() {
    Executor threads = ForkJoinPool.commonPool();
    Retry retry = new Retry(3, new RetryBudget(10, Clock.SYSTEM, threads), Clock.SYSTEM, threads);
    List<CompletableFuture<Integer>> runs =
        IntStream.range(0, 1_000).mapToObj(i -> succeedsAtTheSecond(retry, i)).toList();
    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(i);
    }
  }

  private static CompletableFuture<Integer> succeedsAtTheSecond(Retry retry, int value) {
    return retry.run(
        new Deadline(Clock.SYSTEM, Duration.ofMinutes(2)),
        isFirst ->
            isFirst
                ? CompletableFuture.failedFuture(failure(Kind.UNAVAILABLE))
                : CompletableFuture.completedFuture(value));
  }

  @Test
  void whatFailsTooOftenSaysHowOftenAndWithWhat() {
    CompletableFuture<String> run = retry(3).run(deadline, this::send);
    StoreException first = failure(Kind.CONNECTION);
    StoreException second = failure(Kind.UNAVAILABLE);
    StoreException third = failure(Kind.THROTTLED);
    failLast(first);
    clock.advance(Duration.ofSeconds(10));
    failLast(second);
    clock.advance(Duration.ofSeconds(10));
    failLast(third);

    StoreException error = error(run);
    assertThat(error.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(error).hasMessageContaining("after 3 attempts").hasCause(third);
    assertThat(error.getSuppressed()).containsExactly(first, second);
    assertNoAlarmIsLeft();
  }

  @Test
  void aServerThatHasNeverAnsweredIsNotWaitedForLong() {
    Retry retry = retry(100);
    var unused = retry.run(deadline, this::send);
    failLast(failure(Kind.UNSUPPORTED));
    sent.clear();
    CompletableFuture<String> run = retry.run(deadline, this::send);
    while (!run.isDone()) {
      failLast(failure(Kind.CONNECTION));
      clock.ringNext();
    }

    assertThat(error(run)).hasMessageContaining("after 5 attempts");
    assertThat(sent).hasSize(5);
  }

  @Test
  void anOutageOfHalfAMinuteIsSurvivedByDefault() {
    Retry retry = retry(FetchOptions.DEFAULT.maxAttempts());
    var unused = retry.run(deadline, this::send);
    sent.get(0).complete("before");
    CompletableFuture<String> run =
        retry.run(new Deadline(clock, FetchOptions.DEFAULT.deadline()), this::send);
    long end = clock.nanos() + Duration.ofSeconds(30).toNanos();
    while (clock.nanos() < end) {
      failLast(failure(Kind.CONNECTION));
      clock.ringNext();
    }
    sent.get(sent.size() - 1).complete("value");
    assertThat(run).isCompletedWithValue("value");
    assertNoAlarmIsLeft();
  }

  @Test
  void atTheDeadlineItFailsAndTellsTheLastFewFailures() {
    CompletableFuture<String> run = retry(1_000).run(deadline, this::send);
    List<StoreException> failures = new ArrayList<>();
    while (!run.isDone()) {
      if (!sent.get(sent.size() - 1).isDone()) {
        failures.add(failure(Kind.UNAVAILABLE));
        failLast(failures.get(failures.size() - 1));
      }
      clock.ringNext();
    }

    StoreException error = error(run);
    StoreException last = failures.get(failures.size() - 1);
    assertThat(error.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(error).hasCause(last);
    assertThat(error)
        .hasMessageContainingAll("'a'", "2 min", "UNAVAILABLE: by hand")
        .hasMessageContaining("after " + failures.size() + " attempts");
    assertThat(error.getSuppressed()).hasSize(3).isSubsetOf(failures);
    assertThat(clock.nanos()).isEqualTo(deadline.time().toNanos());
  }

  @Test
  void anAttemptUnderWayEndsAtTheDeadline() {
    CompletableFuture<String> run = retry(1_000).run(deadline, this::send);
    failLast(failure(Kind.CONNECTION));
    clock.ringNext();
    assertThat(sent).hasSize(2);
    clock.advance(deadline.time());
    assertThat(error(run)).hasMessageContaining("after 2 attempts");
    assertThat(sent.get(1)).isCancelled();
  }

  @Test
  void atTheDeadlineTheLastAnswerIsNamedBeforeWhatHadNone() {
    Retry retry = retry(1_000);
    CompletableFuture<String> run = retry.run(deadline, this::send);
    StoreException early = failure(Kind.THROTTLED);
    StoreException answer = failure(Kind.UNAVAILABLE);
    List<StoreException> unanswered = new ArrayList<>();
    failLast(early);
    ringUntilSent(2);
    failLast(answer);
    for (int i = 0; i < 5; i++) {
      ringUntilSent(3 + i);
      unanswered.add(failure(i % 2 == 0 ? Kind.CONNECTION : Kind.TIMEOUT));
      failLast(unanswered.get(i));
    }
    clock.advance(deadline.time());

    assertThat(error(run).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(error(run)).hasMessageContaining("at last UNAVAILABLE").hasCause(answer);
    assertThat(error(run).getSuppressed()).containsExactlyElementsOf(unanswered.subList(1, 5));
  }

  @Test
  void anAttemptThatIsCutOffAtTheDeadlineIsNotTheCause() {
    CompletableFuture<String> run = retry(1_000).run(deadline, this::send);
    clock.after(deadline.time().toNanos(), () -> failLast(failure(Kind.TIMEOUT)));
    StoreException answer = failure(Kind.UNAVAILABLE);
    failLast(answer);
    clock.advance(deadline.time());
    assertThat(error(run)).hasMessageContaining("at last UNAVAILABLE").hasCause(answer);
    assertThat(error(run)).hasNoSuppressedExceptions();
  }

  @Test
  void noRequestIsSentBeforeTheServerSaidButNoOneWaitsBeyondTheDeadline() {
    CompletableFuture<String> run = retry(5).run(deadline, this::send);
    failLast(failure(Kind.THROTTLED).retryAfter(Duration.ofSeconds(100)));
    clock.advance(Duration.ofSeconds(100).minusNanos(1));
    assertThat(sent).hasSize(1);
    clock.advance(Duration.ofMillis(51));
    assertThat(sent).hasSize(2);

    failLast(failure(Kind.THROTTLED).retryAfter(Duration.ofSeconds(21)));
    assertThat(error(run).kind()).isEqualTo(Kind.THROTTLED);
  }

  @Test
  void whatFailsForGoodIsNotTriedAgain() {
    CompletableFuture<String> run = retry(3).run(deadline, this::send);
    failLast(failure(Kind.ACCESS_DENIED));
    assertThat(error(run).attempts()).isEqualTo(1);
    assertThat(sent).hasSize(1);
  }

  @Test
  void anAnswerThatBreaksTheProtocolIsNotWaitedFor() {
    CompletableFuture<String> run = retry(100).run(deadline, this::send);
    while (!run.isDone()) {
      failLast(failure(Kind.BAD_RESPONSE));
      if (!run.isDone()) {
        clock.ringNext();
      }
    }
    assertThat(error(run).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(sent).hasSize(5);
  }

  @Test
  void aCancelReachesTheAttemptUnderWayAndInterruptsNoThread() {
    CompletableFuture<String> run = retry(3).run(deadline, this::send);
    run.cancel(true);
    assertThat(sent.get(0)).isCancelled();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aCancelDuringAPauseSetsNoAlarmAndSendsNothing() {
    AtomicInteger requests = new AtomicInteger();
    CompletableFuture<String> run =
        retry(3)
            .run(
                deadline,
                isFirst -> {
                  requests.incrementAndGet();
                  return CompletableFuture.failedFuture(failure(Kind.UNAVAILABLE));
                });
    run.cancel(true);
    assertThatThrownBy(clock::ringNext).hasMessageContaining("no alarm");
    assertThat(requests).hasValue(1);
  }

  @Test
  void aRetryWithoutATokenWaitsForASuccess() {
    Retry retry = new Retry(100, budget(1), clock, new DirectExecutor());
    List<CompletableFuture<String>> runs =
        IntStream.range(0, 3)
            .mapToObj(i -> retry.run(new Deadline(clock, Duration.ofMinutes(2)), this::send))
            .toList();
    List.copyOf(sent).forEach(s -> s.completeExceptionally(failure(Kind.UNAVAILABLE)));
    clock.advance(Duration.ofMillis(50));
    assertThat(sent).as("one token").hasSize(4);
    sent.get(3).complete("first");
    assertThat(sent).as("one success").hasSize(5);
    sent.get(4).complete("second");
    sent.get(5).complete("third");
    assertThat(runs).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCancelled);
  }

  @Test
  void anOutageIsNotMultiplied() {
    int capacity = 10;
    int readers = 1_000;
    Retry retry = new Retry(100, budget(capacity), clock, new DirectExecutor());
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    AtomicInteger requests = new AtomicInteger();
    for (int i = 0; i < readers; i++) {
      Deadline own = new Deadline(clock, Duration.ofSeconds(20));
      runs.add(
          retry.run(
              own,
              isFirst -> {
                own.begin();
                requests.incrementAndGet();
                return CompletableFuture.failedFuture(failure(Kind.CONNECTION));
              }));
    }
    clock.advance(Duration.ofSeconds(20));
    assertThat(runs).allSatisfy(run -> assertThat(error(run).kind()).isEqualTo(Kind.TIMEOUT));
    assertThat(requests.get() - readers).isBetween(capacity, capacity + 200);
  }
}
