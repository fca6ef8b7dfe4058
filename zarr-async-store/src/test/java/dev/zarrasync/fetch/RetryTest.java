package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Limits;
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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is sent again, when, and until when. */
class RetryTest {

  private static final FetchOptions OPTIONS =
      FetchOptions.DEFAULT
          .limits(new Limits(1_000, 1_000))
          .attemptTimeout(Duration.ofHours(1))
          .stallTimeout(Duration.ofHours(1));

  private final HandClock clock = new HandClock();
  private final Duration deadline = OPTIONS.deadline();
  private final List<CompletableFuture<String>> sent = new ArrayList<>();

  private Engine engine(int maxAttempts) {
    return engine(maxAttempts, 1_000);
  }

  private Engine engine(int maxAttempts, int mostRetries) {
    return engine(OPTIONS.maxAttempts(maxAttempts), mostRetries);
  }

  private Engine engine(FetchOptions options, int mostRetries) {
    return new Engine(new MemoryStore(), options, mostRetries, new DirectExecutor(), clock);
  }

  private static <T> CompletableFuture<T> run(Engine engine, Supplier<CompletableFuture<T>> send) {
    return engine.send("GET", "a", ByteRange.ALL, attempt -> send.get());
  }

  private CompletableFuture<String> run(Engine engine) {
    return run(engine, this::send);
  }

  private CompletableFuture<String> send() {
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
    Engine engine = new Engine(new MemoryStore(), OPTIONS, 10, threads, Clock.SYSTEM);
    List<CompletableFuture<Integer>> runs =
        IntStream.range(0, 1_000).mapToObj(i -> succeedsAtTheSecond(engine, i)).toList();
    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(i);
    }
  }

  private static CompletableFuture<Integer> succeedsAtTheSecond(Engine engine, int value) {
    AtomicInteger attempts = new AtomicInteger();
    return run(
        engine,
        () ->
            attempts.incrementAndGet() == 1
                ? CompletableFuture.failedFuture(failure(Kind.UNAVAILABLE))
                : CompletableFuture.completedFuture(value));
  }

  @Test
  void whatFailsTooOftenSaysHowOftenAndWithWhat() {
    CompletableFuture<String> run = run(engine(3));
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
    Engine engine = engine(100);
    var unused = run(engine);
    failLast(failure(Kind.UNSUPPORTED));
    sent.clear();
    CompletableFuture<String> run = run(engine);
    while (!run.isDone()) {
      failLast(failure(Kind.CONNECTION));
      clock.ringNext();
    }

    assertThat(error(run)).hasMessageContaining("after 5 attempts");
    assertThat(sent).hasSize(5);
  }

  @Test
  void anOutageOfHalfAMinuteIsSurvivedByDefault() {
    Engine engine = engine(FetchOptions.DEFAULT.maxAttempts());
    var unused = run(engine);
    sent.get(0).complete("before");
    CompletableFuture<String> run = run(engine);
    long end = clock.nanos() + Duration.ofSeconds(30).toNanos();
    while (clock.nanos() < end) {
      failLast(failure(Kind.CONNECTION));
      clock.ringNext();
    }
    ringUntilSent((int) sent.stream().filter(CompletableFuture::isDone).count() + 1);
    sent.get(sent.size() - 1).complete("value");
    assertThat(run).isCompletedWithValue("value");
    assertNoAlarmIsLeft();
  }

  @Test
  void atTheDeadlineItFailsAndTellsTheLastFewFailures() {
    CompletableFuture<String> run = run(engine(1_000));
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
    assertThat(clock.nanos()).isEqualTo(deadline.toNanos());
  }

  @Test
  void anAttemptUnderWayEndsAtTheDeadline() {
    CompletableFuture<String> run = run(engine(1_000));
    failLast(failure(Kind.CONNECTION));
    clock.ringNext();
    assertThat(sent).hasSize(2);
    clock.advance(deadline);
    assertThat(error(run)).hasMessageContaining("after 2 attempts");
    assertThat(sent.get(1)).isCancelled();
  }

  @Test
  void atTheDeadlineTheLastAnswerIsNamedBeforeWhatHadNone() {
    Engine engine = engine(1_000);
    CompletableFuture<String> run = run(engine);
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
    clock.advance(deadline);

    assertThat(error(run).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(error(run)).hasMessageContaining("at last UNAVAILABLE").hasCause(answer);
    assertThat(error(run).getSuppressed()).containsExactlyElementsOf(unanswered.subList(1, 5));
  }

  @Test
  void anAttemptThatIsCutOffAtTheDeadlineIsNotTheCause() {
    CompletableFuture<String> run = run(engine(1_000));
    clock.after(deadline.toNanos(), () -> failLast(failure(Kind.TIMEOUT)));
    StoreException answer = failure(Kind.UNAVAILABLE);
    failLast(answer);
    clock.advance(deadline);
    assertThat(error(run)).hasMessageContaining("at last UNAVAILABLE").hasCause(answer);
    assertThat(error(run)).hasNoSuppressedExceptions();
  }

  @Test
  void noRequestIsSentBeforeTheServerSaidButNoOneWaitsBeyondTheDeadline() {
    CompletableFuture<String> run = run(engine(5));
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
    CompletableFuture<String> run = run(engine(3));
    failLast(failure(Kind.ACCESS_DENIED));
    assertThat(error(run).attempts()).isEqualTo(1);
    assertThat(sent).hasSize(1);
  }

  @Test
  void anAnswerThatBreaksTheProtocolIsNotWaitedFor() {
    CompletableFuture<String> run = run(engine(100));
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
    CompletableFuture<String> run = run(engine(3));
    run.cancel(true);
    assertThat(sent.get(0)).isCancelled();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aCancelDuringAPauseSetsNoAlarmAndSendsNothing() {
    AtomicInteger requests = new AtomicInteger();
    CompletableFuture<String> run =
        run(
            engine(3),
            () -> {
              requests.incrementAndGet();
              return CompletableFuture.failedFuture(failure(Kind.UNAVAILABLE));
            });
    run.cancel(true);
    assertThatThrownBy(clock::ringNext).hasMessageContaining("no alarm");
    assertThat(requests).hasValue(1);
  }

  @Test
  void aRetryWithoutATokenWaitsForASuccess() {
    Engine engine = engine(100, 1);
    List<CompletableFuture<String>> runs =
        IntStream.range(0, 3).mapToObj(i -> run(engine)).toList();
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
    Engine engine = engine(OPTIONS.deadline(Duration.ofSeconds(20)), capacity);
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    AtomicInteger requests = new AtomicInteger();
    for (int i = 0; i < readers; i++) {
      runs.add(
          run(
              engine,
              () -> {
                requests.incrementAndGet();
                return CompletableFuture.failedFuture(failure(Kind.CONNECTION));
              }));
    }
    clock.advance(Duration.ofSeconds(20));
    assertThat(runs).allSatisfy(run -> assertThat(error(run).kind()).isEqualTo(Kind.TIMEOUT));
    assertThat(requests.get() - readers).isBetween(capacity, capacity + 200);
  }
}
