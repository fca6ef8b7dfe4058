package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.HandTransport.Sent;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A get of an object that turns out large when its answer begins. */
class RangesAtOnceTest {

  private static final int MIB = 1 << 20;
  private static final int RANGE = 8 * MIB;
  private static final int SIZE = 32 * MIB;
  private static final byte[] OBJECT = object();

  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();
  private final FetchStore store = store(new Limits(64, 256 * MIB));

  private FetchStore store(Limits limits) {
    return new FetchStore(
        transport, FetchOptions.DEFAULT.limits(limits), new DirectExecutor(), clock);
  }

  private static byte[] object() {
    byte[] object = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      object[i] = (byte) (i * 31 / 7);
    }
    return object;
  }

  /** Receives the head of an answer, as a transport does. */
  private static Body head(Sent sent, BodyCheck check) {
    int length = sent.options().range() instanceof ByteRange.Span span ? (int) span.length() : SIZE;
    sent.admission().resumable("tag", true);
    assertThat(sent.admission().admit(length)).isCompleted();
    return sent.admission().body(length, check);
  }

  private static Body head(Sent sent) {
    return head(sent, BodyCheck.NONE);
  }

  private static void put(Body body, int start, int length) {
    body.put(ByteBuffer.wrap(OBJECT, start, length).slice());
  }

  private static void end(Sent sent, Body body) {
    sent.answer().complete(new Found(body.bytes(), SIZE, "tag"));
  }

  private static void answer(Sent range) {
    ByteRange.Span span = (ByteRange.Span) range.options().range();
    Body body = head(range);
    put(body, (int) span.offset(), (int) span.length());
    end(range, body);
  }

  private List<ByteRange> ranges() {
    return transport.sent.stream().map(sent -> sent.options().range()).toList();
  }

  private static byte[] bytes(CompletableFuture<Fetched> get) {
    assertThat(get).isCompleted();
    return ((Found) get.join()).bytes();
  }

  @Test
  void rangesFromItsEndComeBesideTheAnswer() {
    CompletableFuture<Fetched> get = store.get("a");

    Body body = head(transport.sent(0));

    assertThat(ranges())
        .containsExactly(
            ByteRange.ALL,
            ByteRange.of(3 * RANGE, RANGE),
            ByteRange.of(2 * RANGE, RANGE),
            ByteRange.of(RANGE, RANGE));
    assertThat(transport.sent.subList(1, 4))
        .allMatch(sent -> sent.options().condition().equals(new Condition.Unchanged("tag")));
    put(body, 0, RANGE);
    answer(transport.sent(2));
    answer(transport.sent(3));
    assertThat(get).isNotDone();
    answer(transport.sent(1));
    assertThat(bytes(get)).isSameAs(body.bytes()).isEqualTo(OBJECT);
    assertThat(((Found) get.join()).objectSize()).isEqualTo(SIZE);
    assertThat(transport.sent(0).answer()).isCancelled();
  }

  @Test
  void theAnswerIsCutWhereItMeetsThem() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));
    answer(transport.sent(1));
    answer(transport.sent(2));

    put(body, 0, RANGE);
    put(body, RANGE, RANGE - 1);
    assertThat(get).isNotDone();
    put(body, 2 * RANGE - 1, 1);

    assertThat(bytes(get)).isEqualTo(OBJECT);
    assertThat(transport.sent(0).answer()).isCancelled();
    assertThat(transport.sent(3).answer()).isCancelled();
  }

  @Test
  void eachByteAndEachRequestCountsOnce() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));
    assertThat(store.statistics().bytesInFlight()).isEqualTo(SIZE);
    put(body, 0, RANGE);
    for (int i = 1; i < 4; i++) {
      answer(transport.sent(i));
    }

    assertThat(get).isCompleted();
    FetchStatistics statistics = store.statistics();
    assertThat(statistics.requests()).isEqualTo(4);
    assertThat(statistics.failures()).isZero();
    assertThat(statistics.bytesReceived()).isEqualTo(SIZE);
    assertThat(statistics.bytesInFlight()).isZero();
    assertThat(statistics.inFlight()).isZero();
  }

  @Test
  void theAnswerNeedsNoRange() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));
    answer(transport.sent(1));

    transport.sent(2).fail(Kind.ACCESS_DENIED);

    assertThat(transport.sent(3).answer()).isCancelled();
    put(body, 0, SIZE);
    end(transport.sent(0), body);
    assertThat(bytes(get)).isEqualTo(OBJECT);
    assertThat(transport.sent).hasSize(4);
  }

  @Test
  void theAnswerIsOfTheVersionThatItBeganWith() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));

    transport.sent(1).fail(Kind.PRECONDITION_FAILED);

    put(body, 0, SIZE);
    end(transport.sent(0), body);
    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void aRangeThatFailsForATransientReasonIsSentAgain() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));
    put(body, 0, RANGE);
    answer(transport.sent(1));
    answer(transport.sent(2));

    transport.sent(3).fail(Kind.UNAVAILABLE);
    clock.advance(Duration.ofSeconds(6));
    answer(transport.sent(4));

    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void anAnswerThatBreaksOffGoesOnWithoutThem() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));
    put(body, 0, RANGE);

    transport.sent(0).fail(Kind.CONNECTION);

    assertThat(transport.sent.subList(1, 4)).allMatch(sent -> sent.answer().isCancelled());
    clock.advance(Duration.ofSeconds(6));
    assertThat(ranges().subList(4, 5)).containsExactly(ByteRange.of(RANGE, SIZE - RANGE));
    answer(transport.sent(4));
    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void aRangeOfAnObjectOfAnotherSizeSpoilsTheAnswer() {
    store.get("a");
    Body body = head(transport.sent(0));

    transport.sent(1).answer().complete(new Found(new byte[RANGE], SIZE + 1, "tag"));

    put(body, 0, SIZE);
    assertThat(body.end().join()).isEqualTo("its ranges are not of one object");
    transport.sent(0).fail(Kind.BAD_RESPONSE);
    clock.advance(Duration.ofSeconds(6));
    assertThat(ranges().get(4)).isEqualTo(ByteRange.ALL);
  }

  @Test
  void whatWasAnnouncedOfTheWholeIsVerified() {
    FetchOptions once = FetchOptions.DEFAULT.limits(new Limits(64, 256 * MIB)).maxAttempts(1);
    FetchStore impatient = new FetchStore(transport, once, new DirectExecutor(), clock);
    CompletableFuture<Fetched> get = impatient.get("a");
    Body body = head(transport.sent(0), ResumedGetTest.damaged("wrong checksum"));
    put(body, 0, RANGE);
    for (int i = 1; i < 4; i++) {
      answer(transport.sent(i));
    }

    assertThat(get)
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("BAD_RESPONSE: wrong checksum");
    assertThat(transport.sent(0).answer()).isCancelled();
  }

  @Test
  void whatTheAnswerBringsAfterTheyHaveMetIsNotPut() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));
    put(body, 0, RANGE);
    for (int i = 1; i < 4; i++) {
      answer(transport.sent(i));
    }

    body.put(ByteBuffer.wrap(new byte[RANGE]));

    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void anObjectThatIsDeletedMeanwhileIsReadToItsEnd() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));

    transport.sent(1).answer().complete(Fetched.MISSING);

    put(body, 0, SIZE);
    assertThat(body.end().join()).isNull();
    end(transport.sent(0), body);
    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void aRangeThatTheAnswerHasBroughtIsAborted() {
    CompletableFuture<Fetched> get = store.get("a");
    Body body = head(transport.sent(0));

    put(body, 0, 2 * RANGE);
    assertThat(transport.sent(3).answer()).isCancelled();
    assertThat(transport.sent(2).answer()).isNotDone();

    answer(transport.sent(1));
    answer(transport.sent(2));
    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void noRangeWaitsForRoom() {
    FetchStore narrow = store(new Limits(64, SIZE));
    CompletableFuture<Fetched> get = narrow.get("a");
    narrow.get("b");
    Body body = head(transport.sent(0));
    int count = transport.sent.size();
    transport.sent(1).admission().admit(SIZE); // It waits, and no other request is sent.

    put(body, 0, SIZE / (count - 1));
    for (int i = 2; i < count; i++) {
      answer(transport.sent(i));
    }

    assertThat(bytes(get)).isEqualTo(OBJECT);
  }

  @Test
  void aLargeRangeIsDividedToo() {
    CompletableFuture<Fetched> get = store.get("a", ByteRange.of(MIB, SIZE));
    Body body = head(transport.sent(0));

    assertThat(ranges().subList(1, 4))
        .containsExactly(
            ByteRange.of(MIB + 3 * RANGE, RANGE),
            ByteRange.of(MIB + 2 * RANGE, RANGE),
            ByteRange.of(MIB + RANGE, RANGE));
    put(body, 0, RANGE);
    for (int i = 1; i < 4; i++) {
      Sent range = transport.sent(i);
      Body part = head(range);
      put(part, (4 - i) * RANGE, RANGE);
      range.answer().complete(new Found(part.bytes(), SIZE + 2 * MIB, "tag"));
    }
    assertThat(bytes(get)).isEqualTo(OBJECT);
    assertThat(((Found) get.join()).objectSize()).isEqualTo(SIZE + 2 * MIB);
  }

  @Test
  void nothingIsDividedWhereRequestsFillTheLine() {
    FetchStore wide = store(new Limits(64, 32L * SIZE));
    for (int i = 0; i < 32; i++) {
      wide.get("a" + i);
    }

    head(transport.sent(0));

    assertThat(transport.sent).hasSize(32);
  }

  @Test
  void nothingIsDividedThatHasNoStrongTagOrNoRanges() {
    store.get("a");
    transport.sent(0).admission().body(SIZE, BodyCheck.NONE);

    store.get("b");
    transport.sent(1).admission().resumable("tag", false);
    transport.sent(1).admission().body(SIZE, BodyCheck.NONE);

    assertThat(transport.sent).hasSize(2);
  }

  @Test
  void aBodyThatIsNotLargeIsNotDivided() {
    store.get("a");
    transport.sent(0).admission().resumable("tag", true);

    transport.sent(0).admission().body(SIZE - 1, BodyCheck.NONE);

    assertThat(transport.sent).hasSize(1);
  }

  @Test
  void cancellingAbortsTheAnswerAndAllRanges() {
    CompletableFuture<Fetched> get = store.get("a");
    head(transport.sent(0));

    get.cancel(true);

    assertThat(transport.sent).hasSize(4).allMatch(sent -> sent.answer().isCancelled());
  }

  @Test
  void closingFailsIt() {
    CompletableFuture<Fetched> get = store.get("a");
    head(transport.sent(0));

    store.close();

    assertThat(get)
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
    assertThat(transport.sent).allMatch(sent -> sent.answer().isCancelled());
  }

  @Test
  void aGetOnAConditionIsDividedWhenItsHeadSaysThatItHolds() {
    store.get("a", GetOptions.ALL.current());
    head(transport.sent(0));

    assertThat(transport.sent).hasSize(4);
  }
}
