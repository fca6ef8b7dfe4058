package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The times that bound one attempt, which is the only one. */
class RequestTimesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();
  private final FetchStore store =
      new FetchStore(
          transport,
          FetchOptions.DEFAULT
              .limits(new Limits(10, 1_000))
              .maxAttempts(1)
              .attemptTimeout(SECOND.multipliedBy(60))
              .deadline(SECOND.multipliedBy(100))
              .stallTimeout(SECOND.multipliedBy(10)),
          new DirectExecutor(),
          clock);

  @AfterEach
  void noAlarmIsLeft() {
    transport.sent.forEach(sent -> sent.answer().cancel(false));
    assertThat(clock.alarms()).isZero();
  }

  private HandTransport.Sent sentOnce() {
    assertThat(transport.sent).hasSize(1);
    return transport.sent(0);
  }

  private static StoreException error(CompletableFuture<?> get) {
    assertThat(get).isCompletedExceptionally();
    return (StoreException) get.handle((value, error) -> StoreException.unwrap(error)).join();
  }

  @Test
  void anAttemptEndsWhenNothingComesForTooLong() {
    CompletableFuture<Fetched> get = store.get("a");
    sentOnce().admission().progressed();
    clock.advance(SECOND.multipliedBy(9));
    sentOnce().admission().progressed();
    clock.advance(SECOND.multipliedBy(9));
    assertThat(get).isNotDone();

    clock.advance(SECOND);
    assertThat(error(get).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(error(get)).hasMessageContainingAll("no byte in 10 s", "'a'", "hand://store/a");
    assertThat(sentOnce().answer()).isCancelled();
  }

  @Test
  void whatComesNowAndThenMayGoOnUntilTheAttemptIsOver() {
    CompletableFuture<Fetched> get = store.get("a");
    for (int i = 0; i < 59; i++) {
      sentOnce().admission().progressed();
      clock.advance(SECOND);
    }
    assertThat(get).isNotDone();
    clock.advance(SECOND);
    assertThat(error(get)).hasMessageContaining("no answer within 1 min");
  }

  @Test
  void whatHasNotGoneOutWaitsForNoServer() {
    CompletableFuture<Fetched> get = store.get("a");
    clock.advance(SECOND.multipliedBy(59));
    sentOnce().answer(1);
    assertThat(get).isCompleted();
  }

  @Test
  void theTimeThatABodyWaitsForRoomDoesNotCount() {
    CompletableFuture<Fetched> first = store.get("a");
    CompletableFuture<Fetched> second = store.get("b");
    transport.sent.forEach(sent -> sent.admission().progressed());
    transport.sent(0).admission().admit(1_000);
    CompletableFuture<Void> admitted = transport.sent(1).admission().admit(1_000);
    for (int i = 0; i < 30; i++) {
      clock.advance(SECOND);
      transport.sent(0).admission().progressed();
    }
    assertThat(second).isNotDone();
    transport.sent(0).answer(1_000);
    assertThat(first).isCompleted();
    assertThat(admitted).isCompleted();

    clock.advance(SECOND.multipliedBy(9));
    assertThat(second).isNotDone();
    clock.advance(SECOND);
    assertThat(error(second)).hasMessageContaining("no byte");
  }

  @Test
  void aPutIsBoundedByTheAttemptAlone() {
    CompletableFuture<Void> put = store.put("a", new byte[1]);
    clock.advance(SECOND.multipliedBy(59));
    assertThat(put).isNotDone();
    clock.advance(SECOND);
    assertThat(error(put)).hasMessageContaining("no answer within 1 min");
  }

  @Test
  void theDeadlineEndsTheOnlyAttempt() {
    FetchOptions hasty = FetchOptions.DEFAULT.deadline(SECOND);
    FetchStore soon = new FetchStore(transport, hasty, new DirectExecutor(), clock);
    CompletableFuture<Fetched> get = soon.get("a");
    clock.advance(SECOND);
    assertThat(error(get).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(error(get))
        .hasMessageContaining(
            "no success in 1 s, and at last TIMEOUT: no answer before the deadline");
  }

  @Test
  void anAttemptThatTheDeadlineEndsDoesNotHideTheAnswerBefore() {
    FetchOptions options = FetchOptions.DEFAULT.deadline(SECOND);
    FetchStore again = new FetchStore(transport, options, new DirectExecutor(), clock);
    CompletableFuture<Fetched> get = again.get("a");
    transport.sent(0).fail(Kind.UNAVAILABLE, "the disk is full");
    clock.advance(SECOND.dividedBy(2));
    assertThat(transport.sent).hasSize(2);
    clock.advance(SECOND.dividedBy(2));
    assertThat(error(get).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(error(get))
        .hasMessageContaining("no success in 1 s, and at last UNAVAILABLE: the disk is full")
        .hasNoSuppressedExceptions();
  }

  @Test
  void theDeadlineRunsFromTheFirstRequestAndNotWhileOthersGoFirst() {
    FetchOptions oneByOne = FetchOptions.DEFAULT.limits(new Limits(1, 1)).deadline(SECOND);
    FetchStore slow = new FetchStore(transport, oneByOne, new DirectExecutor(), clock);
    Duration half = SECOND.dividedBy(2).plusMillis(1);
    CompletableFuture<Fetched> first = slow.get("a");
    CompletableFuture<Fetched> second = slow.get("b");
    CompletableFuture<Fetched> third = slow.get("c");
    for (int i = 0; i < 3; i++) {
      clock.advance(half);
      transport.sent(i).answer(1);
    }
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
  }
}
