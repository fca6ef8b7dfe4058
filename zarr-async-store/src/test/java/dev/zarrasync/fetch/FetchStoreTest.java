package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FetchStoreTest {

  private final HandTransport transport = new HandTransport();

  private FetchStore store(int maxInFlight, int maxAttempts) {
    FetchOptions options =
        FetchOptions.DEFAULT
            .limits(new Limits(maxInFlight, 1_000))
            .maxAttempts(maxAttempts)
            .attemptTimeout(Duration.ofHours(1));
    return new FetchStore(transport, options, new DirectExecutor());
  }

  @Test
  void requestsStartInTheOrderOfTheirCallsAsPermitsAllow() {
    FetchStore store = store(2, 1);
    store.getItems(List.of("a", "b", "c", "d"));
    store.getItems(List.of("e"));

    assertThat(transport.keys()).containsExactly("a", "b");
    transport.sent(1).answer(1);
    assertThat(transport.keys()).containsExactly("a", "b", "c");
    transport.sent(0).fail(Kind.OTHER);
    transport.sent(2).answer(1);
    assertThat(transport.keys()).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void eachResultIsThatOfItsKey() {
    FetchStore store = store(10, 1);
    Map<String, CompletableFuture<Fetched>> items = store.getItems(List.of("a", "b", "c", "a"));

    assertThat(transport.keys()).containsExactly("a", "b", "c");
    transport.sent(2).answer(3);
    transport.sent(0).answer(1);
    transport.sent(1).answer().complete(Fetched.MISSING);

    assertThat(items.keySet()).containsExactly("a", "b", "c");
    List<CompletableFuture<Fetched>> results = List.copyOf(items.values());
    assertThat(size(results.get(0))).isEqualTo(1);
    assertThat(results.get(1).join()).isEqualTo(Fetched.MISSING);
    assertThat(size(results.get(2))).isEqualTo(3);
  }

  @Test
  void aCancelAbortsTheRequestAndFreesItsPermit() {
    FetchStore store = store(1, 3);
    CompletableFuture<Fetched> get = store.get("a");
    store.get("b");

    get.cancel(true);
    assertThat(transport.sent(0).answer()).isCancelled();
    assertThat(transport.keys()).containsExactly("a", "b");
  }

  @Test
  void noOtherRequestStartsBeforeACancelledOneIsAborted() {
    FetchStore store = store(1, 1);
    CompletableFuture<Fetched> get = store.get("a");
    CompletableFuture<Void> put = store.put("b", new byte[0]);
    store.get("c");
    List<Integer> sentAtAbort = new ArrayList<>();

    onAbort(transport.sent(0).answer(), () -> sentAtAbort.add(transport.writes.size()));
    get.cancel(true);
    onAbort(transport.writes.get(0), () -> sentAtAbort.add(transport.sent.size()));
    put.cancel(true);

    assertThat(sentAtAbort).containsExactly(0, 1);
    assertThat(transport.keys()).containsExactly("a", "c");
  }

  private static void onAbort(CompletableFuture<?> request, Runnable action) {
    request.whenComplete((answer, cancel) -> action.run());
  }

  @Test
  void aRequestThatIsCancelledWhileItWaitsIsNeverSent() {
    FetchStore store = store(1, 1);
    store.get("a");
    store.get("b").cancel(true);
    store.get("c");

    transport.sent(0).answer(1);
    assertThat(transport.keys()).containsExactly("a", "c");
  }

  @Test
  void aPutIsSentWhenThereIsRoomForItsBodyAndNothingBeforeIt() {
    FetchStore store = store(10, 1);
    store.get("a");
    assertThat(transport.sent(0).admission().admit(900)).isCompleted();
    store.put("b", new byte[500]);
    store.get("c");

    assertThat(transport.writes).isEmpty();
    assertThat(transport.keys()).containsExactly("a");
    transport.sent(0).answer(900);
    assertThat(transport.writes).hasSize(1);
    assertThat(transport.keys()).containsExactly("a", "c");
    assertThat(store.statistics().bytesInFlight()).isEqualTo(500);
  }

  @Test
  void aPutThatIsCancelledWhileItWaitsForRoomLetsOthersPass() {
    FetchStore store = store(10, 1);
    store.get("a");
    assertThat(transport.sent(0).admission().admit(900)).isCompleted();
    CompletableFuture<Void> put = store.put("b", new byte[500]);
    store.get("c");

    put.cancel(true);
    assertThat(transport.writes).isEmpty();
    assertThat(transport.keys()).containsExactly("a", "c");
  }

  @Test
  void aTransientFailureIsRetriedAndALastingOneIsNot() throws Exception {
    FetchStore store = store(10, 3);
    CompletableFuture<Fetched> unlucky = store.get("a");
    transport.sent(0).fail(Kind.UNAVAILABLE);
    awaitSent(2);
    transport.sent(1).answer(4);
    assertThat(size(unlucky)).isEqualTo(4);

    CompletableFuture<Fetched> denied = store.get("b");
    transport.sent(2).fail(Kind.ACCESS_DENIED);
    assertThat(failure(denied).kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure(denied).attempts()).isEqualTo(1);
  }

  @Test
  void theLastErrorTellsHowOftenItWasTried() throws Exception {
    FetchStore store = store(10, 3);
    CompletableFuture<Fetched> get = store.get("a");
    for (int attempt = 1; attempt <= 3; attempt++) {
      awaitSent(attempt);
      transport.sent(attempt - 1).fail(Kind.THROTTLED);
    }
    StoreException failure = failure(get);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure).hasMessageContainingAll("THROTTLED", "3 attempts", "'a'", "hand://store/a");
  }

  @Test
  void anAttemptThatTakesTooLongIsAborted() {
    FetchOptions options =
        FetchOptions.DEFAULT
            .limits(new Limits(1, 1))
            .maxAttempts(1)
            .attemptTimeout(Duration.ofMillis(1));
    FetchStore store = new FetchStore(transport, options, new DirectExecutor());
    CompletableFuture<Fetched> get = store.get("a");

    assertThat(failure(get).kind()).isEqualTo(Kind.TIMEOUT);
    assertThatThrownBy(() -> transport.sent(0).answer().get(30, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void whatAsksToSlowDownLowersTheLimitOfAll() {
    HandClock clock = new HandClock();
    FetchOptions options = FetchOptions.DEFAULT.limits(new Limits(4, 1_000));
    FetchStore store = new FetchStore(transport, options, new DirectExecutor(), clock);
    store.getItems(List.of("a", "b", "c", "d", "e", "f"));
    List.copyOf(transport.sent).forEach(sent -> sent.fail(Kind.THROTTLED));

    FetchStatistics after = store.statistics();
    assertThat(after.limit()).isEqualTo(2);
    assertThat(after.throttles()).isEqualTo(4);
    assertThat(after.inFlight()).isEqualTo(2);
    assertThat(after.waiting()).isZero();
    assertThat(after.requests()).isEqualTo(6);
    clock.advance(Duration.ofMillis(50));
    assertThat(store.statistics().waiting()).isEqualTo(4);
    transport.sent(4).answer(1);
    assertThat(store.statistics().retries()).isEqualTo(4);
    assertThat(transport.sent).hasSize(7);
  }

  @Test
  void closeFailsWhatWaitsWhatIsUnderWayAndWhatComesLater() {
    FetchStore store = store(1, 3);
    List<CompletableFuture<?>> all = new ArrayList<>();
    all.add(store.get("a"));
    all.add(store.get("b"));
    all.add(store.put("c", new byte[1]));
    store.close();
    all.add(store.get("d"));
    all.add(store.delete("e"));
    all.add(store.list(ListRequest.all("")));

    assertThat(all).allSatisfy(f -> assertThat(failure(f).kind()).isEqualTo(Kind.CLOSED));
    assertThat(transport.sent(0).answer()).isCancelled();
    assertThat(transport.keys()).containsExactly("a");
    assertThat(transport.closed).isTrue();
  }

  @Test
  void tenThousandGetsThatAnswerAtOnceNeedNoDeepStack() {
    var options =
        FetchOptions.DEFAULT
            .limits(new Limits(10, 1_000))
            .maxAttempts(1)
            .attemptTimeout(Duration.ofHours(1));
    try (FetchStore store = new FetchStore(new InstantTransport(), options)) {
      List<String> keys = IntStream.range(0, 10_000).mapToObj(i -> "k/" + i).toList();
      List<String> updates = new ArrayList<>();
      Map<String, CompletableFuture<Fetched>> items = store.getItems(keys);
      CompletableFuture.allOf(items.values().toArray(CompletableFuture<?>[]::new)).join();
      Progress.follow(items, (done, total, bytes) -> updates.add(done + "/" + total + " " + bytes));

      assertThat(items).allSatisfy((key, item) -> assertThat(size(item)).isEqualTo(key.length()));
      assertThat(updates).hasSize(10_000).contains("10000/10000 58890");
    }
  }

  private void awaitSent(int count) throws InterruptedException {
    while (transport.sent.size() < count) {
      Thread.onSpinWait();
    }
  }

  private static int size(CompletableFuture<Fetched> get) {
    return ((Fetched.Found) get.join()).bytes().length;
  }

  private static StoreException failure(CompletableFuture<?> future) {
    assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreException.class);
    return (StoreException)
        future.handle((value, failure) -> StoreException.unwrap(failure)).join();
  }
}
