package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HedgingTest {

  private static final Duration USUAL = Duration.ofMillis(20);

  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();
  private final FetchStore store = store(FetchOptions.DEFAULT.hedging(true));

  private FetchStore store(FetchOptions options) {
    return new FetchStore(transport, options, new DirectExecutor(), clock);
  }

  @BeforeEach
  void learnWhatIsUsual() {
    answerUsually(store, Hedging.RecentTimes.LEAST);
  }

  private void answerUsually(FetchStore from, int gets) {
    for (int i = 0; i < gets; i++) {
      from.get("usual");
      clock.advance(USUAL);
      last().answer(1);
    }
    transport.sent.clear();
  }

  private HandTransport.Sent last() {
    return transport.sent(transport.sent.size() - 1);
  }

  @Test
  void aSlowGetIsSentTwiceAndTheFirstAnswerAbortsTheOther() {
    CompletableFuture<Fetched> get = store.get("a");
    clock.advance(USUAL.minusNanos(1));
    assertThat(transport.sent).hasSize(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(transport.keys()).containsExactly("a", "a");

    transport.sent(1).answer(7);
    assertThat(get).isCompleted();
    assertThat(transport.sent(0).answer()).isCancelled();
    assertThat(store.statistics().inFlight()).isZero();
    assertThat(store.statistics().hedges()).isEqualTo(1);
    assertThat(store.statistics().retries()).isZero();
  }

  @Test
  void theFirstRequestMayStillWin() {
    CompletableFuture<Fetched> get = store.get("a");
    clock.advance(USUAL);
    transport.sent(0).answer(7);
    assertThat(get).isCompleted();
    assertThat(transport.sent(1).answer()).isCancelled();
  }

  @Test
  void theFailureOfOneLeavesTheOther() {
    CompletableFuture<Fetched> get = store.get("a");
    clock.advance(USUAL);
    transport.sent(0).fail(Kind.UNAVAILABLE);
    assertThat(get).isNotDone();
    transport.sent(1).answer(7);
    assertThat(get).isCompleted();
    assertThat(transport.sent).hasSize(2);
  }

  @Test
  void whenBothFailItIsOneAttemptThatFails() {
    store.get("a");
    clock.advance(USUAL);
    transport.sent(1).fail(Kind.UNAVAILABLE);
    transport.sent(0).fail(Kind.UNAVAILABLE);
    assertThat(store.statistics().inFlight()).isZero();
    clock.ringNext();
    assertThat(transport.sent).hasSize(3);
    assertThat(store.statistics().retries()).isEqualTo(1);
  }

  @Test
  void atMostOneRequestInTwentyIsASecondOne() {
    int gets = 1_000;
    for (int i = 0; i < gets; i++) {
      store.get("slow");
      HandTransport.Sent sent = last();
      clock.advance(USUAL);
      sent.answer(1);
    }
    assertThat(store.statistics().hedges()).isEqualTo((Hedging.RecentTimes.LEAST + gets) / 20);
    assertThat(store.statistics().requests())
        .isEqualTo(Hedging.RecentTimes.LEAST + gets + store.statistics().hedges());
  }

  @Test
  void manyFastGetsDoNotSaveUpForABurst() {
    for (int i = 0; i < 10_000; i++) {
      store.get("fast");
      last().answer(1);
    }
    for (int i = 0; i < 50; i++) {
      store.get("slow");
    }
    clock.advance(USUAL);
    assertThat(store.statistics().hedges()).isEqualTo(32);
  }

  @Test
  void aCancelAbortsBoth() {
    CompletableFuture<Fetched> get = store.get("a");
    clock.advance(USUAL);
    get.cancel(false);
    assertThat(transport.sent).hasSize(2).allMatch(sent -> sent.answer().isCancelled());
    assertThat(clock.alarms()).isZero();
  }

  @Test
  void whatWaitsForAPermitIsNotSlow() {
    FetchStore narrow = store(FetchOptions.DEFAULT.limits(new Limits(1, 100)).hedging(true));
    answerUsually(narrow, Hedging.RecentTimes.LEAST);
    narrow.get("a");
    narrow.get("b");
    clock.advance(USUAL.minusNanos(1));
    transport.sent(0).answer(1);
    clock.advance(USUAL.minusNanos(1));
    assertThat(transport.keys()).containsExactly("a", "b");
  }

  @Test
  void anAnswerWhoseBodyIsUnderWayIsNotLate() {
    store.get("a");
    assertThat(last().admission().admit(100)).isCompleted();
    clock.advance(USUAL.multipliedBy(10));
    assertThat(transport.sent).hasSize(1);
  }

  @Test
  void largeGetsAreSentOnce() {
    store.get("a", GetOptions.ALL.expectedSize(300_000));
    store.get("a", ByteRange.of(0, 300_000));
    clock.advance(USUAL.multipliedBy(10));
    assertThat(transport.sent).hasSize(2);
    store.get("a", ByteRange.of(0, 200_000));
    clock.advance(USUAL.multipliedBy(10));
    assertThat(transport.sent).hasSize(4);
  }

  @Test
  void isOffByDefault() {
    FetchStore other = store(FetchOptions.DEFAULT);
    answerUsually(other, Hedging.RecentTimes.LEAST);
    other.get("a");
    clock.advance(USUAL.multipliedBy(10));
    assertThat(transport.sent).hasSize(1);
  }
}
