package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.fetch.HandTransport.Sent;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A get of a large body that breaks off. */
class ResumedGetTest {

  private static final int MIB = 1 << 20;
  private static final int SIZE = 4 * MIB;

  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();
  private final FetchStore store = store(10);

  private FetchStore store(int maxAttempts) {
    return new FetchStore(
        transport,
        FetchOptions.DEFAULT.limits(new Limits(10, 8 * SIZE)).maxAttempts(maxAttempts),
        new DirectExecutor(),
        clock);
  }

  private static byte at(long offset) {
    return (byte) (offset * 31 / 7);
  }

  private static byte[] bytes(int offset, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = at(offset + i);
    }
    return bytes;
  }

  /** Receives what comes first of a body, as a transport does. */
  private static Body receive(Sent sent, int length, int received, BodyCheck check) {
    int start = sent.options().range() instanceof ByteRange.Span s ? (int) s.offset() : 0;
    sent.admission().resumable("tag", true);
    Body body = sent.admission().body(length, check);
    int part = MIB / 2;
    for (int i = 0; i < received; i += part) {
      body.put(ByteBuffer.wrap(bytes(start + i, part)));
    }
    return body;
  }

  /** What is announced of it is never true. */
  static BodyCheck damaged(String problem) {
    return () ->
        new BodyCheck.Running() {
          @Override
          public void update(byte[] bytes, int start, int length) {}

          @Override
          public String mismatch() {
            return problem;
          }
        };
  }

  private static void answer(Sent sent, int length) {
    end(sent, receive(sent, length, length, BodyCheck.NONE), "tag");
  }

  private static void end(Sent sent, Body body, String etag) {
    String mismatch = body.end().join();
    if (mismatch == null) {
      sent.answer().complete(new Found(body.bytes(), SIZE, etag));
    } else {
      sent.fail(Kind.BAD_RESPONSE, mismatch);
    }
  }

  private Sent next(int index) {
    if (transport.sent.size() <= index) {
      clock.ringNext();
    }
    assertThat(transport.sent).hasSize(index + 1);
    return transport.sent(index);
  }

  /** A get whose first attempt has brought so many bytes. */
  private CompletableFuture<Fetched> brokenOffAfter(int received) {
    CompletableFuture<Fetched> get = store.get("a");
    receive(next(0), SIZE, received, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);
    return get;
  }

  private static Found found(CompletableFuture<Fetched> get) throws Exception {
    return (Found) get.get(30, TimeUnit.SECONDS);
  }

  @Test
  void itsRestIsAskedForOfTheSameVersion() throws Exception {
    CompletableFuture<Fetched> get = brokenOffAfter(MIB);

    assertThat(next(1).options().range()).isEqualTo(ByteRange.of(MIB, SIZE - MIB));
    assertThat(next(1).options().condition()).isEqualTo(new Condition.Unchanged("tag"));
    receive(next(1), SIZE - MIB, 2 * MIB, BodyCheck.NONE);
    next(1).fail(Kind.TIMEOUT);

    assertThat(next(2).options().range()).isEqualTo(ByteRange.of(3 * MIB, MIB));
    answer(next(2), MIB);
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
    assertThat(found(get).objectSize()).isEqualTo(SIZE);
    assertThat(found(get).etag()).isEqualTo("tag");
  }

  @Test
  void aRangeIsResumedWithinItself() throws Exception {
    CompletableFuture<Fetched> get = store.get("a", ByteRange.of(MIB, 2 * MIB));
    receive(next(0), 2 * MIB, MIB, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);

    assertThat(next(1).options().range()).isEqualTo(ByteRange.of(2 * MIB, MIB));
    answer(next(1), MIB);
    assertThat(found(get).bytes()).isEqualTo(bytes(MIB, 2 * MIB));
  }

  @Test
  void aFailureBeforeTheRestBeginsLosesNothing() throws Exception {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    next(1).fail(Kind.THROTTLED);

    assertThat(next(2).options().range()).isEqualTo(ByteRange.of(2 * MIB, 2 * MIB));
    answer(next(2), 2 * MIB);
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void aSmallPartIsNotKept() {
    CompletableFuture<Fetched> get = store.get("a");
    receive(next(0), SIZE, MIB / 2, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);

    assertThat(next(1).options()).isEqualTo(GetOptions.ALL);
    get.cancel(false);
  }

  @Test
  void aBodyOfNoKnownVersionIsReadFromItsStart() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = next(0).admission().body(SIZE, BodyCheck.NONE);
    body.put(ByteBuffer.wrap(bytes(0, 2 * MIB)));
    next(0).fail(Kind.CONNECTION);

    assertThat(next(1).options()).isEqualTo(GetOptions.ALL);
    get.cancel(false);
  }

  @Test
  void anotherVersionIsReadFromItsStart() throws Exception {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    next(1).fail(Kind.PRECONDITION_FAILED);

    assertThat(next(2).options()).isEqualTo(GetOptions.ALL);
    next(2).answer(7);
    assertThat(found(get).bytes()).hasSize(7);
  }

  @Test
  void aRestThatMayNotBeReadIsNotTriedAgain() {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    next(1).fail(Kind.ACCESS_DENIED);
    assertThat(get).isCompletedExceptionally();
    assertThat(transport.sent).hasSize(2);
    assertThatThrownBy(get::join).hasMessageContaining("ACCESS_DENIED after 2 attempts");
  }

  @Test
  void aRestThatIsOfAnotherVersionAllTheSameIsNotJoined() {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    end(next(1), receive(next(1), 2 * MIB, 2 * MIB, BodyCheck.NONE), "other");

    assertThat(next(2).options()).isEqualTo(GetOptions.ALL);
    get.cancel(false);
  }

  @Test
  void anAnswerThatBreaksTheProtocolIsNotAskedForAgain() {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    next(1).fail(Kind.BAD_RESPONSE);

    assertThat(next(2).options()).isEqualTo(GetOptions.ALL);
    get.cancel(false);
  }

  @Test
  void theWholeIsVerifiedAsItsStartAnnounced() {
    CompletableFuture<Fetched> get = store(2).get("a");
    receive(next(0), SIZE, 2 * MIB, damaged("it differs"));
    next(0).fail(Kind.CONNECTION);
    answer(next(1), 2 * MIB);

    assertThat(get)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingCause()
        .withMessageContainingAll("BAD_RESPONSE", "it differs");
  }

  @Test
  void aDamagedBodyIsReadFromItsStart() throws Exception {
    CompletableFuture<Fetched> get = store.get("a");
    end(next(0), receive(next(0), SIZE, SIZE, damaged("it differs")), "tag");

    assertThat(next(1).options()).isEqualTo(GetOptions.ALL);
    answer(next(1), SIZE);
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void whatAnAbortedAttemptStillReceivesIsNotPut() throws Exception {
    CompletableFuture<Fetched> get = store.get("a");
    Body aborted = receive(next(0), SIZE, 2 * MIB, BodyCheck.NONE);
    next(0).fail(Kind.TIMEOUT);
    Sent rest = next(1);
    aborted.put(ByteBuffer.wrap(new byte[MIB]));

    answer(rest, 2 * MIB);
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
  }

  // ----------------------------------------------------------------- Requests that are sent again

  @Test
  void aRestThatComesTwiceIsPutOnce() throws Exception {
    CompletableFuture<Fetched> get = brokenOffAfter(MIB);
    receive(next(1), SIZE - MIB, MIB, BodyCheck.NONE);

    answer(next(1), SIZE - MIB);
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void aRestThatComesTwiceAndBreaksOffTwiceGoesOnWhereMoreOfItCame() throws Exception {
    CompletableFuture<Fetched> get = brokenOffAfter(MIB);
    receive(next(1), SIZE - MIB, 2 * MIB, BodyCheck.NONE);
    receive(next(1), SIZE - MIB, MIB, BodyCheck.NONE);
    next(1).fail(Kind.CONNECTION);

    assertThat(next(2).options().range()).isEqualTo(ByteRange.of(3 * MIB, MIB));
    answer(next(2), MIB);
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void whatTheAnswerBeforeStillReceivesIsNotPut() throws Exception {
    CompletableFuture<Fetched> get = store.get("a");
    Body before = receive(next(0), SIZE, MIB, BodyCheck.NONE);
    Body body = receive(next(0), SIZE, SIZE / 2, BodyCheck.NONE);
    before.put(ByteBuffer.wrap(new byte[MIB]));
    body.put(ByteBuffer.wrap(bytes(SIZE / 2, SIZE / 2)));

    end(next(0), body, "tag");
    assertThat(found(get).bytes()).isEqualTo(bytes(0, SIZE));
  }

  @Test
  void anObjectThatIsGoneMeanwhileIsMissing() throws Exception {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    next(1).answer().complete(Fetched.MISSING);

    assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(Fetched.MISSING);
  }

  @Test
  void onlyAQuarterOfTheBudgetIsKeptOfBodiesThatBrokeOff() {
    for (int i = 0; i < 3; i++) {
      store.get("" + i);
      receive(transport.sent(i), SIZE, 2 * MIB, BodyCheck.NONE);
    }
    for (int i = 0; i < 3; i++) {
      transport.sent(i).fail(Kind.CONNECTION);
    }
    clock.advance(Duration.ofSeconds(1));

    assertThat(transport.sent.subList(3, 6))
        .filteredOn(sent -> sent.options().range() instanceof ByteRange.Span)
        .hasSize(2);
    transport.sent.forEach(sent -> sent.answer().complete(Fetched.MISSING));

    CompletableFuture<Fetched> later = store.get("later");
    receive(transport.sent(6), SIZE, 2 * MIB, BodyCheck.NONE);
    transport.sent(6).fail(Kind.CONNECTION);
    assertThat(next(7).options().range()).isEqualTo(ByteRange.of(2 * MIB, 2 * MIB));
    later.cancel(false);
  }

  @Test
  void aBodyThatIsLargerThanThatIsKeptAlone() {
    store.get("a");
    receive(next(0), 3 * SIZE, 2 * MIB, BodyCheck.NONE);
    next(0).fail(Kind.CONNECTION);

    assertThat(next(1).options().range()).isEqualTo(ByteRange.of(2 * MIB, 3 * SIZE - 2 * MIB));
    next(1).answer().complete(Fetched.MISSING);
  }

  @Test
  void cancellingAbortsTheRequestForTheRest() {
    CompletableFuture<Fetched> get = brokenOffAfter(2 * MIB);
    Sent rest = next(1);

    get.cancel(false);
    assertThat(rest.answer()).isCancelled();
  }
}
