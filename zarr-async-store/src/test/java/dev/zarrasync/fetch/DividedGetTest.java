package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A get of a large object that the engine divides. */
class DividedGetTest {

  private static final GetOptions IN_THREE =
      GetOptions.ALL.expectedSize(10).division(new Division(3, "tag"));

  private final HandTransport transport = new HandTransport();

  private FetchStore store(int maxInFlight) {
    Limits limits = new Limits(maxInFlight, 1_000);
    return new FetchStore(
        transport,
        FetchOptions.DEFAULT.limits(limits).maxAttempts(2).attemptTimeout(Duration.ofHours(1)),
        new DirectExecutor());
  }

  /** Receives a range as a transport does. */
  private byte[] answer(int index) {
    HandTransport.Sent sent = transport.sent(index);
    ByteRange.Span span = (ByteRange.Span) sent.options().range();
    Body body = sent.admission().body((int) span.length(), BodyCheck.NONE);
    for (long i = 0; i < span.length(); i++) {
      body.put(ByteBuffer.wrap(new byte[] {(byte) (span.offset() + i)}));
    }
    sent.answer().complete(new Found(body.bytes(), 10, "tag"));
    return body.bytes();
  }

  @Test
  void itsRangesGoIntoOneArray() {
    CompletableFuture<Fetched> get = store(10).get("a", IN_THREE);

    assertThat(transport.sent)
        .extracting(sent -> sent.options().range())
        .containsExactly(ByteRange.of(0, 3), ByteRange.of(3, 3), ByteRange.of(6, 4));
    assertThat(transport.sent)
        .allMatch(sent -> sent.options().condition().equals(new Condition.Unchanged("tag")));
    byte[] body = answer(2);
    assertThat(answer(0)).isSameAs(body);
    assertThat(get).isNotDone();
    answer(1);
    assertThat(((Found) get.join()).bytes())
        .isSameAs(body)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void eachRangeTakesAPermit() {
    CompletableFuture<Fetched> get = store(1).get("a", IN_THREE);

    for (int i = 0; i < 3; i++) {
      assertThat(transport.sent).hasSize(i + 1);
      answer(i);
    }
    assertThat(get).isCompleted();
  }

  @Test
  void anotherVersionOfTheObjectIsReadWhole() {
    CompletableFuture<Fetched> get = store(10).get("a", IN_THREE);

    transport.sent(0).fail(Kind.PRECONDITION_FAILED);
    assertThat(transport.sent(1).answer()).isCancelled();
    assertThat(transport.sent(3).options().range()).isEqualTo(ByteRange.ALL);
    assertThat(transport.sent(3).options().condition()).isEqualTo(Condition.NONE);
    transport.sent(3).answer(12);
    assertThat(((Found) get.join()).bytes()).hasSize(12);
  }

  @Test
  void aRangeOfAnObjectOfAnotherSizeIsNoPartOfIt() {
    CompletableFuture<Fetched> get = store(10).get("a", IN_THREE);

    transport.sent(0).answer().complete(new Found(new byte[3], 11, "tag"));
    assertThat(transport.sent(3).options().range()).isEqualTo(ByteRange.ALL);
    assertThat(get).isNotDone();
  }

  @Test
  void cancellingAbortsAllRanges() {
    CompletableFuture<Fetched> get = store(10).get("a", IN_THREE);

    get.cancel(true);
    assertThat(transport.sent).allMatch(sent -> sent.answer().isCancelled());
  }
}
