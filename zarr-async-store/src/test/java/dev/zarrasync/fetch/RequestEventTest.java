package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a flight recording shows of the requests of a store. */
class RequestEventTest {

  private final Recording recording = new Recording();
  private final HandClock clock = new HandClock();
  private final HandTransport transport = new HandTransport();

  @BeforeEach
  void start() {
    recording.start();
  }

  @AfterEach
  void stop() {
    recording.close();
  }

  private FetchStore store(FetchOptions options) {
    return new FetchStore(transport, options, new DirectExecutor(), clock);
  }

  private List<String> outcomes() throws IOException {
    return requests().stream().map(RequestEventTest::outcome).toList();
  }

  private List<RecordedEvent> requests() throws IOException {
    Path file = Files.createTempFile("zarrasync", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("dev.zarrasync.Request"))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  private static String outcome(RecordedEvent event) {
    return "%s %s %d%s %s"
        .formatted(
            event.getString("method"),
            event.getString("key"),
            event.getInt("attempt"),
            event.getBoolean("hedge") ? " hedge" : "",
            event.getString("outcome"));
  }

  @Test
  void aRequestIsAnEventOfItsOwn() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT);
    store.get("a", ByteRange.of(5, 10));
    assertThat(transport.sent(0).admission().admit(10)).isCompleted();
    transport.sent(0).answer(10);
    store.get("b");
    transport.sent(1).answer().complete(Fetched.MISSING);

    assertThat(outcomes()).containsExactly("GET a 1 FOUND", "GET b 1 MISSING");
    RecordedEvent found = requests().get(0);
    assertThat(found.getString("store")).isEqualTo("hand://store/");
    assertThat(found.getString("range")).isEqualTo("5-14");
    assertThat(found.getLong("bytes")).isEqualTo(10);
    assertThat(requests().get(1).getString("range")).isEmpty();
    assertThat(requests().get(1).getLong("bytes")).isZero();
  }

  @Test
  void theTimesOfARequestAreThoseOfItsSteps() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT.limits(new Limits(1, 100)));
    store.get("first");
    store.get("second");
    transport.sent(0).answer(1);
    assertThat(transport.sent(1).admission().admit(10)).isCompleted();
    transport.sent(1).answer(10);

    for (RecordedEvent event : requests()) {
      for (String time : List.of("queueTime", "waitTime", "holdTime", "receiveTime")) {
        assertThat(event.getDuration(time)).as(time).isGreaterThanOrEqualTo(Duration.ZERO);
      }
    }
    RecordedEvent queued = requests().get(1);
    assertThat(queued.getDuration("queueTime")).isPositive();
    assertThat(queued.getDuration("receiveTime")).isPositive();
    assertThat(requests().get(0).getDuration("receiveTime")).as("no body").isZero();
  }

  @Test
  void whatIsSentAgainIsAnEventForEachAttempt() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT.maxAttempts(3));
    store.get("a");
    transport.sent(0).fail(Kind.THROTTLED);
    clock.ringNext();
    transport.sent(1).fail(Kind.UNAVAILABLE);
    clock.advance(Duration.ofSeconds(1));
    transport.sent(2).fail(Kind.CONNECTION);

    assertThat(outcomes())
        .containsExactly("GET a 1 THROTTLED", "GET a 2 UNAVAILABLE", "GET a 3 CONNECTION");
  }

  @Test
  void aHedgeIsMarkedAndTheLoserIsCancelled() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT.hedging(true));
    for (int i = 0; i < Hedging.RecentTimes.LEAST; i++) {
      store.get("usual");
      clock.advance(Duration.ofMillis(20));
      transport.sent(i).answer(1);
    }
    store.get("slow");
    clock.advance(Duration.ofMillis(20));
    transport.sent(Hedging.RecentTimes.LEAST + 1).answer(7);

    assertThat(outcomes().subList(Hedging.RecentTimes.LEAST, Hedging.RecentTimes.LEAST + 2))
        .containsExactly("GET slow 1 CANCELLED", "GET slow 1 hedge FOUND");
  }

  @Test
  void whatTakesTooLongEndsAsATimeout() throws Exception {
    store(FetchOptions.DEFAULT.maxAttempts(1).attemptTimeout(Duration.ofSeconds(1))).get("a");
    clock.advance(Duration.ofSeconds(2));
    assertThat(outcomes()).containsExactly("GET a 1 TIMEOUT");
  }

  @Test
  void whatIsCancelledBeforeItsTurnWasNeverSent() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT.limits(new Limits(1, 100)));
    CompletableFuture<Fetched> first = store.get("first");
    store.get("waiting").cancel(false);
    first.cancel(false);
    assertThat(transport.sent(0).answer()).isCancelled();
    assertThat(outcomes()).containsExactly("GET first 1 CANCELLED");
  }

  @Test
  void eachRangeOfADividedGetIsAnEvent() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT);
    store.get("a", GetOptions.ALL.expectedSize(10).division(new Division(2, "tag")));
    for (HandTransport.Sent sent : transport.sent) {
      assertThat(sent.admission().admit(5)).isCompleted();
      sent.answer()
          .complete(new Fetched.Found(sent.admission().body(5, BodyCheck.NONE).bytes(), 10, "tag"));
    }
    assertThat(requests())
        .extracting(event -> event.getString("range"))
        .containsExactly("0-4", "5-9");
    assertThat(requests()).extracting(event -> event.getLong("bytes")).containsExactly(5L, 5L);
  }

  @Test
  void listingsAndWritesAreEvents() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT);
    store.list(ListRequest.all("a/"));
    store.put("b", new byte[7]);
    store.delete("c");
    transport.writes.forEach(write -> write.complete(null));
    assertThat(outcomes()).containsExactly("LIST a/ 1 DONE", "PUT b 1 DONE", "DELETE c 1 DONE");
    assertThat(requests().get(1).getLong("bytes")).isEqualTo(7);
  }

  @Test
  void anEventIsRecordedBeforeTheAnswerIsKnown() throws Exception {
    FetchStore store = store(FetchOptions.DEFAULT);
    CompletableFuture<List<String>> seen = store.get("a").thenApply(fetched -> outcomesUnchecked());
    transport.sent(0).answer(1);
    assertThat(seen).isCompletedWithValue(List.of("GET a 1 FOUND"));
  }

  private List<String> outcomesUnchecked() {
    try {
      return outcomes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
