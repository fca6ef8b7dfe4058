package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.HandTransport.Sent;
import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A get whose bytes are passed on as they come. */
class PassedOnTest {

  private static final int MIB = 1 << 20;
  private static final int SIZE = 4 * MIB;

  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();
  private final Sink sink = new Sink();
  private final GetOptions options = GetOptions.ALL.sink(sink);

  /** Collects what it takes. */
  private final class Sink implements BodySink {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    int begun;
    boolean ended;
    @Nullable Kind refusal;

    @Override
    public void begin() {
      taken.reset();
      begun++;
    }

    @Override
    public void take(byte[] bytes, int start, int length) throws StoreException {
      refuse();
      taken.write(bytes, start, length);
    }

    @Override
    public void end() throws StoreException {
      refuse();
      ended = true;
    }

    private void refuse() throws StoreException {
      Kind kind = refusal;
      if (kind != null) {
        throw new StoreException(kind, transport, "a", "the sink refuses it", null);
      }
    }
  }

  private FetchStore store(Executor executor, FetchOptions fetch) {
    return new FetchStore(transport, fetch.limits(new Limits(10, 3 * MIB)), executor, clock);
  }

  private FetchStore store() {
    return store(new DirectExecutor(), FetchOptions.DEFAULT);
  }

  private static byte[] bytes(int offset, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((offset + i) * 31 / 7);
    }
    return bytes;
  }

  private static Body receive(Sent sent, int received, BodyCheck check) {
    int start = sent.options().range() instanceof ByteRange.Span s ? (int) s.offset() : 0;
    sent.admission().resumable("tag", true);
    Body body = sent.admission().body(SIZE - start, check);
    int step = 1000;
    for (int i = 0; i < received; i += step) {
      body.put(ByteBuffer.wrap(bytes(start + i, Math.min(step, received - i))));
    }
    return body;
  }

  private static void end(Sent sent, Body body) {
    body.end()
        .whenComplete(
            (mismatch, failure) -> {
              if (failure != null) {
                sent.answer().completeExceptionally(failure);
              } else if (mismatch != null) {
                sent.fail(Kind.BAD_RESPONSE, mismatch);
              } else {
                sent.answer().complete(new Found(body.bytes(), SIZE, "tag"));
              }
            });
  }

  private Sent next(int index) {
    if (transport.sent.size() <= index) {
      clock.ringNext();
    }
    assertThat(transport.sent).hasSize(index + 1);
    return transport.sent(index);
  }

  private static Kind failure(CompletableFuture<Fetched> get) {
    return ((StoreException) StoreException.unwrap(get.handle((value, e) -> e).join())).kind();
  }

  @Test
  void itsSinkHasAllBytesWhenItIsOver() {
    CompletableFuture<Fetched> get = store().get("a", options);
    end(next(0), receive(next(0), SIZE, BodyCheck.NONE));

    Found found = (Found) get.join();
    assertThat(found.isPassedOn()).isTrue();
    assertThat(found.length()).isEqualTo(SIZE);
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, SIZE));
    assertThat(sink.begun).isEqualTo(1);
    assertThat(sink.ended).isTrue();
  }

  @Test
  void noMoreIsReceivedThanItsSinkTakes() {
    Deque<Runnable> work = new ArrayDeque<>();
    StreamBody body = new StreamBody(sink, work::add).restarted(BodyCheck.NONE);
    AtomicInteger ready = new AtomicInteger();
    int received = 0;
    while (body.isReady()) {
      body.put(ByteBuffer.wrap(bytes(received, 1000)));
      received += 1000;
    }
    assertThat(received).isLessThan(BodySink.ROOM / 2);
    body.whenReady(ready::incrementAndGet);
    assertThat(ready).hasValue(0);

    work.remove().run();
    assertThat(ready).hasValue(1);
    assertThat(body.isReady()).isTrue();
    body.whenReady(ready::incrementAndGet);
    assertThat(ready).hasValue(2);
    assertThat(body.end()).isNotDone();
    work.remove().run();
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, received));
  }

  @Test
  void itCountsAsAMebibyteInFlight() {
    FetchStore store = store();
    for (int i = 0; i < 4; i++) {
      store.get("" + i, options);
    }
    assertThat(transport.sent.stream().map(sent -> sent.admission().admit(SIZE)))
        .extracting(CompletableFuture::isDone)
        .containsExactly(true, true, true, false);
    assertThat(store.statistics().bytesInFlight()).isEqualTo(3L * BodySink.ROOM);
  }

  @Test
  void whereItBreaksOffItGoesOn() {
    CompletableFuture<Fetched> get = store().get("a", options);
    receive(next(0), 2 * MIB + 1, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);

    assertThat(next(1).options().range()).isEqualTo(ByteRange.of(2 * MIB + 1, 2 * MIB - 1));
    end(next(1), receive(next(1), 2 * MIB - 1, BodyCheck.NONE));
    assertThat(((Found) get.join()).isPassedOn()).isTrue();
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, SIZE));
    assertThat(sink.begun).isEqualTo(1);
  }

  @Test
  void aRestThatComesTwiceIsPassedOnOnce() {
    CompletableFuture<Fetched> get = store().get("a", options);
    receive(next(0), 2 * MIB, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);
    Body before = receive(next(1), MIB + 1, BodyCheck.NONE);
    Body rest = receive(next(1), 2 * MIB, BodyCheck.NONE);
    assertThat(before.end().join()).isNotNull();
    assertThat(sink.ended).isFalse();

    end(next(1), rest);
    assertThat(((Found) get.join()).isPassedOn()).isTrue();
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void anAnswerThatComesWhenItsAttemptIsOverBeginsNothing() {
    CompletableFuture<Fetched> get = store().get("a", options);
    receive(next(0), 2 * MIB, BodyCheck.NONE);
    next(0).fail(Kind.TIMEOUT);
    Sent rest = next(1);
    receive(transport.sent(0), MIB, BodyCheck.NONE);

    end(rest, receive(rest, 2 * MIB, BodyCheck.NONE));
    assertThat(((Found) get.join()).isPassedOn()).isTrue();
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, SIZE));
    assertThat(sink.begun).isEqualTo(1);
  }

  @Test
  void allWhoWaitForRoomHearOfIt() {
    Deque<Runnable> work = new ArrayDeque<>();
    StreamBody body = new StreamBody(sink, work::add).restarted(BodyCheck.NONE);
    while (body.isReady()) {
      body.put(ByteBuffer.wrap(bytes(0, 1000)));
    }
    AtomicInteger ready = new AtomicInteger();
    body.whenReady(ready::incrementAndGet);
    body.whenReady(ready::incrementAndGet);

    work.remove().run();
    assertThat(ready).hasValue(2);
  }

  @Test
  void anotherVersionBeginsAnew() {
    CompletableFuture<Fetched> get = store().get("a", options);
    Body aborted = receive(next(0), 2 * MIB, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);
    next(1).fail(Kind.PRECONDITION_FAILED);

    Body whole = receive(next(2), SIZE, BodyCheck.NONE);
    aborted.put(ByteBuffer.wrap(new byte[MIB]));
    end(next(2), whole);
    assertThat(((Found) get.join()).isPassedOn()).isTrue();
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, SIZE));
    assertThat(sink.begun).isEqualTo(2);
  }

  @Test
  void whatItsSinkRefusesIsItsError() {
    CompletableFuture<Fetched> get = store().get("a", options);
    sink.refusal = Kind.CORRUPT;
    end(next(0), receive(next(0), SIZE, BodyCheck.NONE));

    assertThat(failure(get)).isEqualTo(Kind.CORRUPT);
  }

  @Test
  void aSinkThatRefusesWhatWasResumedIsAnErrorToo() {
    CompletableFuture<Fetched> get = store().get("a", options);
    receive(next(0), 2 * MIB, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);
    sink.refusal = Kind.CORRUPT;
    end(next(1), receive(next(1), 2 * MIB, BodyCheck.NONE));

    assertThat(failure(get)).isEqualTo(Kind.CORRUPT);
  }

  @Test
  void damageOnTheWayIsNoErrorOfTheChunk() {
    CompletableFuture<Fetched> get = store().get("a", options);
    sink.refusal = Kind.CORRUPT;
    end(next(0), receive(next(0), SIZE, ResumedGetTest.damaged("it differs")));
    sink.refusal = null;

    assertThat(next(1).options().range()).isEqualTo(ByteRange.ALL);
    end(next(1), receive(next(1), SIZE, BodyCheck.NONE));
    assertThat(((Found) get.join()).isPassedOn()).isTrue();
    assertThat(sink.taken.toByteArray()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void theWholeIsVerifiedThoughItBrokeOff() {
    CompletableFuture<Fetched> get =
        store(new DirectExecutor(), FetchOptions.DEFAULT.maxAttempts(2)).get("a", options);
    receive(next(0), 2 * MIB, ResumedGetTest.damaged("it differs"));
    next(0).fail(Kind.CONNECTION);
    end(next(1), receive(next(1), 2 * MIB, BodyCheck.NONE));

    assertThat(get)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingCause()
        .withMessageContaining("it differs");
  }

  @Test
  void aTransportMayCollectItAllTheSame() {
    CompletableFuture<Fetched> get = store().get("a", options);
    next(0).answer(7);

    assertThat(((Found) get.join()).bytes()).hasSize(7);
    assertThat(sink.begun).isEqualTo(0);
  }

  @Test
  void aRangeIsNotPassedOn() {
    store().get("a", GetOptions.of(ByteRange.of(0, 10)).sink(sink));

    assertThat(next(0).options().sink()).isNull();
  }

  @Test
  void whatMayBeHedgedIsNotPassedOn() {
    store(new DirectExecutor(), FetchOptions.DEFAULT.hedging(true)).get("a", options);

    assertThat(next(0).options().sink()).isNull();
  }
}
