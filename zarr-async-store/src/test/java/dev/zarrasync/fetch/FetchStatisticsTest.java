package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a store counts of its requests. */
class FetchStatisticsTest {

  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();

  private FetchStore store(FetchOptions options) {
    return new FetchStore(transport, options, new DirectExecutor(), clock);
  }

  @Test
  void theTimeOfARequestBeginsWhenItIsSent() {
    FetchStore store = store(FetchOptions.DEFAULT.limits(new Limits(1, 100)));
    store.get("a");
    store.get("b");
    clock.advance(Duration.ofMillis(5));
    transport.sent(0).answer(1);
    clock.advance(Duration.ofMillis(2));
    assertThat(store.statistics().nanos()).isEqualTo(5_000_000);
    transport.sent(1).answer().complete(Fetched.MISSING);
    assertThat(store.statistics().nanos()).isEqualTo(7_000_000);
  }

  @Test
  void theBytesOfBodiesAreCountedOnceTheyHaveCome() {
    FetchStore store = store(FetchOptions.DEFAULT);
    store.get("a");
    assertThat(transport.sent(0).admission().admit(30)).isCompleted();
    assertThat(store.statistics().bytesReceived()).isZero();
    transport.sent(0).answer(30);
    store.get("not admitted");
    transport.sent(1).answer(4);
    assertThat(store.statistics().bytesReceived()).isEqualTo(34);
  }

  @Test
  void theRangesOfADividedGetAreCountedOnceEach() {
    FetchStore store = store(FetchOptions.DEFAULT);
    store.get("a", GetOptions.ALL.expectedSize(10).division(new Division(2, "tag")));
    for (HandTransport.Sent sent : transport.sent) {
      assertThat(sent.admission().admit(5)).isCompleted();
      sent.answer()
          .complete(new Fetched.Found(sent.admission().body(5, BodyCheck.NONE).bytes(), 10, "tag"));
    }
    assertThat(store.statistics().bytesReceived()).isEqualTo(10);
  }

  @Test
  void aFailureIsCountedForEachAttemptAndACancelIsNone() {
    FetchStore store = store(FetchOptions.DEFAULT.maxAttempts(2));
    store.get("a");
    transport.sent(0).fail(Kind.UNAVAILABLE);
    clock.ringNext();
    transport.sent(1).fail(Kind.UNAVAILABLE);
    store.get("b");
    transport.sent(2).fail(Kind.NOT_MODIFIED);
    store.get("c").cancel(false);
    assertThat(store.statistics().failures()).isEqualTo(2);
    assertThat(store.statistics().requests()).isEqualTo(4);
  }
}
