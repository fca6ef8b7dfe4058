package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts of the engine together, with many callers and threads. */
class EngineTest {

  private static final int CALLERS = 8;
  private static final Limits LIMITS = new Limits(10, 1_000);

  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  @AfterEach
  void stopCallers() {
    callers.shutdownNow();
  }

  private static FetchStore store(Transport transport, int maxAttempts) {
    return new FetchStore(
        transport,
        FetchOptions.DEFAULT
            .limits(LIMITS)
            .maxAttempts(maxAttempts)
            .attemptTimeout(Duration.ofHours(1)));
  }

  private interface Caller {
    void call(int number);
  }

  private void callAtOnce(Caller caller) throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      calls.add(callers.submit(() -> caller.call(number)));
    }
    for (Future<?> call : calls) {
      call.get(60, TimeUnit.SECONDS);
    }
  }

  private static List<String> keys(int caller, int count) {
    Random sizes = new Random(caller);
    return IntStream.range(0, count)
        .mapToObj(i -> caller + "/" + i + "-" + sizes.nextInt(400))
        .toList();
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static int size(Fetched fetched) {
    return ((Fetched.Found) fetched).bytes().length;
  }

  @Test
  void manyCallersTogetherStayWithinTheLimits() throws Exception {
    CountingTransport transport = new CountingTransport(0.02);
    try (FetchStore store = store(transport, 20)) {
      callAtOnce(
          caller -> {
            List<CompletableFuture<Void>> decoded = new ArrayList<>();
            store
                .getItems(keys(caller, 1_000))
                .forEach(
                    (key, item) ->
                        decoded.add(
                            item.thenAccept(
                                fetched -> {
                                  int size = size(fetched);
                                  assertThat(key).endsWith("-" + size);
                                  transport.hold(size);
                                  transport.release(size);
                                })));
            decoded.forEach(EngineTest::await);
          });
    }

    assertThat(transport.sent.get()).isGreaterThan(CALLERS * 1_000);
    assertThat(transport.peakRequests.get()).isBetween(1, LIMITS.maxInFlight());
    assertThat(transport.peakBytes.get()).isBetween(1L, LIMITS.maxBytesInFlight());
    assertThat(transport.requests).hasValue(0);
    assertThat(transport.bytes).hasValue(0);
  }

  @Test
  void aStormOfCancelsLeavesNothingInFlight() throws Exception {
    CountingTransport transport = new CountingTransport(0.02);
    try (AsyncStore store = new CachingStore(store(transport, 20), 0)) {
      callAtOnce(
          caller -> {
            Random random = new Random(caller);
            List<CompletableFuture<Fetched>> kept = new ArrayList<>();
            for (String key : keys(caller % 4, 2_000)) { // Two callers share each load.
              CompletableFuture<Fetched> get = store.get(key);
              if (random.nextInt(3) == 0) {
                kept.add(get);
              } else if (random.nextBoolean()) {
                get.cancel(true);
              } else {
                callers.execute(() -> get.cancel(true));
              }
            }
            kept.forEach(EngineTest::await);
          });
      assertThat(transport.peakRequests.get()).isBetween(1, LIMITS.maxInFlight());
      assertThat(transport.peakBytes.get()).isBetween(1L, LIMITS.maxBytesInFlight());
      assertThat(size(await(store.get("all-1000")))).as("the whole budget is free").isEqualTo(1000);
      callers.shutdown();
      assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      Map<String, CompletableFuture<Fetched>> more = store.getItems(keys(99, 100));
      more.values().forEach(EngineTest::await);
    }
  }

  @Test
  void functionsThatWaitForAnotherGetDoNotBlockIt() {
    FetchOptions options = FetchOptions.DEFAULT.maxAttempts(1).attemptTimeout(Duration.ofHours(1));
    try (FetchStore store = new FetchStore(new CountingTransport(0), options)) {
      List<CompletableFuture<Integer>> sums =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      store
                          .get("a" + i + "-1")
                          .thenApply(a -> size(a) + size(store.get("b" + i + "-2").join())))
              .toList();
      assertThat(sums).allSatisfy(sum -> assertThat(await(sum)).isEqualTo(3));
    }
  }

  @Test
  void callersOfOneKeyMayWaitForAnotherInTheirFunctions() {
    FetchOptions options = FetchOptions.DEFAULT.maxAttempts(1).attemptTimeout(Duration.ofHours(1));
    try (AsyncStore store =
        new CachingStore(new FetchStore(new CountingTransport(0), options), 0)) {
      List<CompletableFuture<Integer>> sums =
          IntStream.range(0, 100)
              .mapToObj(i -> store.get("a-1").thenApply(a -> size(store.get("b-2").join())))
              .toList();
      assertThat(sums).allSatisfy(sum -> assertThat(await(sum)).isEqualTo(2));
    }
  }

  @Test
  void bytesCountUntilTheFunctionsOfAllCallersHaveRun() throws Exception {
    HandTransport transport = new HandTransport();
    QueueExecutor executor = new QueueExecutor();
    FetchOptions options =
        FetchOptions.DEFAULT.limits(LIMITS).maxAttempts(3).attemptTimeout(Duration.ofHours(1));
    AsyncStore store = new CachingStore(new FetchStore(transport, options, executor), 0);
    List<String> ran = new ArrayList<>();
    store.get("a").thenRun(() -> ran.add("first"));
    store.get("a").thenApply(x -> x).thenRun(() -> ran.add("second"));
    store.get("b");
    while (transport.sent.size() < 2 && executor.runNext()) {}
    HandTransport.Sent a = transport.sent.stream().filter(s -> s.key().equals("a")).toList().get(0);
    HandTransport.Sent b = transport.sent.stream().filter(s -> s.key().equals("b")).toList().get(0);
    CompletableFuture<Void> bodyOfA = a.admission().admit(900);
    CompletableFuture<Void> bodyOfB = b.admission().admit(900);
    while (!bodyOfA.isDone() && executor.runNext()) {}

    a.answer(900);
    while (!bodyOfB.isDone() && executor.runNext()) {
      assertThat(!bodyOfB.isDone() || ran.size() == 2).isTrue();
    }
    assertThat(bodyOfB).isCompleted();
    assertThat(ran).containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void bytesAreGivenBackAfterTheFunctionsNotBefore() {
    HandTransport transport = new HandTransport();
    FetchOptions options =
        FetchOptions.DEFAULT.limits(LIMITS).maxAttempts(3).attemptTimeout(Duration.ofHours(1));
    FetchStore store = new FetchStore(transport, options, new DirectExecutor());
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    CompletableFuture<Boolean> roomWhileDecoding =
        store.get("a").thenApply(a -> waiting.get(0).isDone());
    store.get("b");
    assertThat(transport.sent(0).admission().admit(900)).isCompleted();
    waiting.add(transport.sent(1).admission().admit(900));

    transport.sent(0).answer(900);
    assertThat(roomWhileDecoding).isCompletedWithValue(false);
    assertThat(waiting.get(0)).isCompleted();
  }

  @Test
  void aPauseBeforeARetryHoldsNoPermit() {
    HandTransport transport = new HandTransport();
    FetchOptions options =
        FetchOptions.DEFAULT
            .limits(new Limits(1, 1))
            .maxAttempts(2)
            .attemptTimeout(Duration.ofHours(1));
    FetchStore store = new FetchStore(transport, options, new DirectExecutor());
    store.get("a");
    store.get("b");
    transport.sent(0).fail(Kind.UNAVAILABLE);
    assertThat(transport.keys()).startsWith("a", "b");
  }

  @Test
  void aCancelDuringAPauseEndsTheRetries() {
    HandTransport transport = new HandTransport();
    HandClock clock = new HandClock();
    FetchStore store = new FetchStore(transport, FetchOptions.DEFAULT, new DirectExecutor(), clock);
    CompletableFuture<Fetched> get = store.get("a");
    transport.sent(0).fail(Kind.UNAVAILABLE);
    get.cancel(true);
    assertThat(clock.alarms()).isZero();
    assertThat(transport.sent).hasSize(1);
  }

  @Test
  void whatIsSentAgainDoesNotWaitBehindOthersOnceMore() {
    HandTransport transport = new HandTransport();
    HandClock clock = new HandClock();
    FetchOptions options = FetchOptions.DEFAULT.limits(new Limits(1, 1));
    FetchStore store = new FetchStore(transport, options, new DirectExecutor(), clock);
    store.getItems(List.of("a", "b", "c"));
    transport.sent(0).fail(Kind.UNAVAILABLE);
    clock.advance(Duration.ofSeconds(1));
    transport.sent(1).answer(1);
    assertThat(transport.keys()).containsExactly("a", "b", "a");
  }

  @Test
  void aTransportThatThrowsFailsTheGetAndKeepsNoPermit() {
    HandTransport hand = new HandTransport();
    FetchOptions options =
        FetchOptions.DEFAULT
            .limits(new Limits(1, 1))
            .maxAttempts(3)
            .attemptTimeout(Duration.ofHours(1));
    FetchStore store = new FetchStore(new ThrowingTransport(hand, "a"), options);
    CompletableFuture<Fetched> failing = store.get("a");

    assertThat(failing)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withMessageContaining("by hand");
    CompletableFuture<Void> write = store.put("b", new byte[1]);
    awaitWrite(hand);
    hand.writes.get(0).complete(null);
    await(write);
  }

  private static void awaitWrite(HandTransport hand) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (hand.writes.isEmpty()) {
      assertThat(System.nanoTime()).as("a write in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void aWriteThatTakesTooLongIsAborted() {
    HandTransport transport = new HandTransport();
    FetchOptions options =
        FetchOptions.DEFAULT.limits(LIMITS).maxAttempts(1).attemptTimeout(Duration.ofMillis(1));
    FetchStore store = new FetchStore(transport, options, new DirectExecutor());
    CompletableFuture<Void> put = store.put("a", new byte[1]);

    assertThat(put)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(StoreException.class)
        .withMessageContaining(Kind.TIMEOUT.name());
    assertThat(transport.writes.get(0)).failsWithin(Duration.ofSeconds(30));
    assertThat(transport.writes.get(0)).isCancelled();
  }

  @Test
  void progressFollowsWhatSucceeds() {
    Map<String, CompletableFuture<Fetched>> items =
        Map.of(
            "a", new CompletableFuture<>(),
            "b", CompletableFuture.completedFuture(Fetched.MISSING),
            "c", CompletableFuture.failedFuture(new IllegalStateException("by hand")));
    List<String> updates = new ArrayList<>();
    Progress.follow(items, (done, total, bytes) -> updates.add(done + "/" + total + " " + bytes));
    assertThat(updates).containsExactly("1/3 0");

    CompletableFuture<Fetched> last = items.get("a");
    assertThat(last).isNotNull();
    if (last != null) {
      last.complete(new Fetched.Found(new byte[5], 5, null));
    }
    assertThat(updates).containsExactly("1/3 0", "2/3 5");
  }
}
