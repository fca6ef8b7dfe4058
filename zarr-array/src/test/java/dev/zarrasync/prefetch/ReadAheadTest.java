package dev.zarrasync.prefetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Read-ahead over a store, a clock and a timer that the test drives. */
class ReadAheadTest {

  private static final int CHUNK = 4;

  private final AnsweredStore store = new AnsweredStore(new Limits(8, 1 << 20));
  private final ReadAheadBudget budget = new ReadAheadBudget(1 << 20);
  private final Queue<Runnable> timer = new ArrayDeque<>();
  private long now = -5; // System.nanoTime has no origin.

  private ReadAhead array(AnsweredStore from, ReadAheadBudget within, int... grid)
      throws Exception {
    String shape = IntStream.of(grid).mapToObj(n -> "" + n * 2).toList().toString();
    String chunks = IntStream.of(grid).mapToObj(n -> "2").toList().toString();
    String json =
        """
        {"zarr_format": 2, "shape": %s, "chunks": %s, "dtype": "<i2", "compressor": null,
         "fill_value": 0, "order": "C", "filters": null, "dimension_separator": "."}"""
            .formatted(shape, chunks);
    ArrayChunks arrayChunks =
        ArrayChunks.raw(from, "a", ArrayMetadata.parse(json.getBytes(UTF_8)), Duration.ZERO);
    return new ReadAhead(
        arrayChunks,
        new ChunkLoads(arrayChunks, within, PrefetchOptions.DEFAULT, () -> now, timer::add));
  }

  private ReadAhead array(int... grid) throws Exception {
    return array(store, budget, grid);
  }

  private Fetched ask(ReadAhead array, String key) {
    CompletableFuture<Fetched> chunk = array.get(key);
    if (!store.last(key).answer().isDone()) {
      store.answer(key, CHUNK);
    }
    return chunk.join();
  }

  private void awaitSecondGet(String key) {
    while (store.keys().stream().filter(key::equals).count() < 2) {
      Thread.onSpinWait();
    }
  }

  private ListPage page(int chunks) {
    List<ListedObject> objects = new ArrayList<>();
    objects.add(new ListedObject("a/.zarray", 300, null));
    for (int i = 0; i < chunks; i++) {
      objects.add(new ListedObject("a/" + i, CHUNK, null));
    }
    return new ListPage(objects, List.of(), null);
  }

  @Test
  void aSingleChunkCostsOneGet() throws Exception {
    ReadAhead array = array(5000);
    ask(array, "a/7");
    assertThat(store.keys()).containsExactly("a/7");
    assertThat(timer).isEmpty();
    assertThat(budget.report()).isEqualTo(new ReadAheadReport(0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 1000, 100, 10",
    "10, 1000, 10, 20",
    "10, 1000, 51, 19",
    "10, 1000, 2000, 1",
    "1, 1, 1, 1",
    "1, 9223372036854775807, 1, 2",
    "2147483647, 100, 1, 100",
    "2147483647, 9223372036854775807, 1, 2147483647"
  })
  void aWindowHoldsTwiceThePermitsAndNoMoreThanTheBytes(
      int permits, long bytes, int chunkBytes, int window) {
    assertThat(ReadAhead.window(new Limits(permits, bytes), chunkBytes)).isEqualTo(window);
  }

  @Test
  void theWindowGrowsToTwiceTheRequests() throws Exception {
    ReadAhead array = array(5000);
    List<Integer> outstanding = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ask(array, "a/" + i);
      outstanding.add((int) store.sent.stream().filter(get -> !get.answer().isDone()).count());
    }
    assertThat(outstanding).startsWith(0, 2, 3, 4, 5, 6).isSorted().endsWith(16, 16, 16);
    assertThat(store.keys()).doesNotHaveDuplicates();
    assertThat(store.lists).isEmpty();
  }

  @Test
  void bytesAheadStayWithinTheBudget() throws Exception {
    ReadAheadBudget three = new ReadAheadBudget(3 * 8);
    ReadAhead array = array(store, three, 5000, 1);
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Fetched> chunk = array.get("a/" + i + ".0");
      if (!store.last("a/" + i + ".0").answer().isDone()) {
        store.answer("a/" + i + ".0", 8);
      }
      chunk.join();
      assertThat(store.sent.size() - i - 1).isLessThanOrEqualTo(3);
    }
    assertThat(store.keys()).hasSize(23).doesNotHaveDuplicates();
  }

  @Test
  void aBudgetSmallerThanAChunkReadsNothingAhead() throws Exception {
    ReadAhead array = array(store, new ReadAheadBudget(CHUNK - 1), 5000);
    for (int i = 0; i < 5; i++) {
      ask(array, "a/" + i);
    }
    assertThat(store.keys()).hasSize(5);
  }

  @Test
  void whatATurnRulesOutIsCancelled() throws Exception {
    ReadAhead array = array(100, 100);
    array.get("a/0.0");
    array.get("a/0.1");
    store.answer("a/0.2", 8);
    array.get("a/1.0");
    assertThat(store.last("a/0.3").answer()).isCancelled();
    assertThat(budget.report().chunksInVain()).isEqualTo(2);
    assertThat(store.keys())
        .containsExactly("a/0.0", "a/0.1", "a/0.2", "a/0.3", "a/1.0", "a/1.1", "a/2.0", "a/2.1");
  }

  @Test
  void bytesInVainAreCountedAsTheyAreStored() throws Exception {
    ReadAhead array = array(100, 100);
    array.get("a/0.0");
    array.get("a/0.1");
    CompletableFuture<Fetched> joined = array.get("a/0.2");
    store.answer("a/0.2", 8);
    joined.join();
    store.last("a/0.3").answer().complete(Fetched.MISSING);
    assertThat(budget.report()).isEqualTo(new ReadAheadReport(1, 0, 0));
    array.forgetAll();
    assertThat(budget.report()).isEqualTo(new ReadAheadReport(1, 3, 0));
  }

  @Test
  void aTileStartsWithTheBoxOfTheOneBefore() throws Exception {
    ReadAhead array = array(100, 100);
    for (String key : List.of("0.0", "0.1", "1.0", "1.1")) {
      array.get("a/" + key);
    }
    store.sent.clear();
    array.get("a/0.2");
    array.get("a/0.3");
    assertThat(store.keys()).containsExactly("a/0.2", "a/0.3", "a/1.2", "a/1.3");
    array.get("a/1.2");
    array.get("a/1.3");
    assertThat(store.keys()).hasSize(4);
  }

  @Test
  void readersWhoTakeTurnsAreToldApart() throws Exception {
    ReadAhead array = array(1000, 10);
    for (int i = 0; i < 10; i++) {
      for (int reader = 0; reader < 20; reader++) {
        array.get("a/" + reader * 3 + "." + i);
      }
    }
    for (int reader = 0; reader < 20; reader++) {
      for (int i = 0; i < 10; i++) {
        assertThat(store.keys()).containsOnlyOnce("a/" + reader * 3 + "." + i);
      }
    }
    assertThat(budget.report().chunksUsed()).isEqualTo(20 * 8);
  }

  @Test
  void whoAsksForAChunkUnderWaySharesIt() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    CompletableFuture<Fetched> first = array.get("a/2");
    CompletableFuture<Fetched> second = array.get("a/2");
    assertThat(first.cancel(true)).isTrue();
    store.answer("a/2", CHUNK);
    assertThat(second.join()).isInstanceOf(Fetched.Found.class);
    assertThat(store.keys()).containsOnlyOnce("a/2");
  }

  @Test
  void whoeverCancelsLastCancelsTheGet() throws Exception {
    ReadAhead array = array(5000);
    CompletableFuture<Fetched> first = array.get("a/0");
    CompletableFuture<Fetched> second = array.get("a/0");
    first.cancel(true);
    assertThat(store.last("a/0").answer()).isNotDone();
    second.cancel(true);
    assertThat(store.last("a/0").answer()).isCancelled();
    assertThat(ask(array, "a/0")).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void aChunkIsGivenOutOnce() throws Exception {
    ReadAhead array = array(5000);
    for (int i = 0; i < 3; i++) {
      ask(array, "a/" + i);
    }
    ask(array, "a/2");
    assertThat(store.keys().stream().filter("a/2"::equals)).hasSize(2);
  }

  @Test
  void whoAsksAgainAsSoonAsTheChunkIsThereGetsAFreshOne() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    CompletableFuture<Fetched> again = array.get("a/2").thenCompose(chunk -> array.get("a/2"));
    store.answer("a/2", CHUNK);
    awaitSecondGet("a/2");
    store.answer("a/2", CHUNK);
    assertThat(again.join()).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void whatFailedAheadIsFetchedAgainWhenItIsAskedFor() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    store.fail("a/2");
    // What comes on a worker is decoded there: it has failed when this returns.
    CompletableFuture.runAsync(() -> store.answer("a/3", CHUNK + 1), Workers.POOL).join();
    assertThat(ask(array, "a/2")).isInstanceOf(Fetched.Found.class);
    CompletableFuture<Fetched> stillFails = array.get("a/3");
    awaitSecondGet("a/3");
    store.answer("a/3", CHUNK + 1);
    assertThatThrownBy(stillFails::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("CORRUPT", "a/3", "hand://store/a/3");
    assertThat(ask(array, "a/3")).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void whatFailsWhileItIsAwaitedCostsOneDeadlineAndNotTwo() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    CompletableFuture<Fetched> chunk = array.get("a/2");
    store.fail("a/2");
    assertThatThrownBy(chunk::join).hasRootCauseInstanceOf(StoreException.class);
    assertThat(store.keys()).containsOnlyOnce("a/2");
  }

  @Test
  void anErrorOfWhatWasAskedForIsReportedAtOnce() throws Exception {
    ReadAhead array = array(5000);
    CompletableFuture<Fetched> chunk = array.get("a/0");
    store.fail("a/0");
    assertThatThrownBy(chunk::join).hasRootCauseInstanceOf(StoreException.class);
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void aStoreThatThrowsFailsWhoAsksAndNobodyLater() throws Exception {
    ReadAhead array = array(5000);
    store.throwing = true;
    assertThatThrownBy(array.get("a/0")::join).hasMessageContaining("thrown by hand");
    assertThatThrownBy(array.get("a/1")::join).hasMessageContaining("thrown by hand");
    store.throwing = false;
    for (int i = 0; i < 4; i++) {
      assertThat(ask(array, "a/" + i)).isInstanceOf(Fetched.Found.class);
    }
  }

  @Test
  void aWriteMakesWhatWasFetchedAheadStale() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    store.answer("a/2", CHUNK);
    array.forget("a/2");
    ask(array, "a/2");
    assertThat(store.keys().stream().filter("a/2"::equals)).hasSize(2);
    assertThat(store.keys()).containsOnlyOnce("a/3");
  }

  @Test
  void whatWaitsTooLongIsFetchedAgain() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    now += PrefetchOptions.DEFAULT.life().toNanos();
    array.get("a/2");
    assertThat(store.keys()).containsExactly("a/0", "a/1", "a/2", "a/3", "a/2");
  }

  @Test
  void whatNobodyAsksForIsDroppedInTime() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    assertThat(timer).hasSize(1);
    timer.remove().run();
    assertThat(store.last("a/2").answer()).isNotDone();
    assertThat(timer).hasSize(1);
    now += PrefetchOptions.DEFAULT.life().toNanos();
    timer.remove().run();
    assertThat(store.last("a/2").answer()).isCancelled();
    assertThat(store.last("a/0").answer()).isNotDone();
    assertThat(timer).isEmpty();
    assertThat(budget.report()).isEqualTo(new ReadAheadReport(0, 2, 0));
  }

  @Test
  void aSmallArrayIsListedAndFetchedWhole() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    assertThat(store.lists).isEmpty();
    array.get("a/1");
    store.lists.get(0).complete(page(150));
    assertThat(store.keys()).hasSize(150).doesNotHaveDuplicates();
    assertThat(array.get("a/170").join()).isEqualTo(Fetched.MISSING);
    array.get("a/2");
    assertThat(store.keys()).hasSize(150);
    assertThat(store.lists).hasSize(1);
  }

  @Test
  void whatWasMissingIsAskedForAgainAfterAWriteOrInTime() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    store.lists.get(0).complete(page(5));
    array.forget("a/190");
    array.get("a/190");
    now += PrefetchOptions.DEFAULT.life().toNanos();
    array.get("a/180");
    assertThat(store.keys()).contains("a/190", "a/180");
  }

  @Test
  void aListingThatAWriteOvertookIsIgnored() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    array.forget("a/9");
    store.lists.get(0).complete(page(2));
    array.get("a/2");
    assertThat(store.keys()).contains("a/2", "a/3");
  }

  @Test
  void aListingThatIsOfNoHelpIsNotAskedForAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      ReadAhead array = array(200);
      array.get("a/0");
      array.get("a/1");
      CompletableFuture<ListPage> list = store.lists.get(i);
      switch (i) {
        case 0 ->
            list.completeExceptionally(
                new StoreException(Kind.UNSUPPORTED, store, "a/", "cannot list", null));
        case 1 ->
            list.complete(
                new ListPage(page(9).objects(), List.of(), ListRequest.all("a/").token("more")));
        default ->
            list.complete(
                new ListPage(List.of(new ListedObject("a/0", 9 << 20, null)), List.of(), null));
      }
      store.sent.clear();
      array.get("a/2");
      array.get("a/3");
      assertThat(store.keys()).containsExactly("a/4", "a/5", "a/6", "a/7");
      assertThat(store.lists).hasSize(i + 1);
    }
  }

  @Test
  void aReaderWhoStartsElsewhereListsNothing() throws Exception {
    ReadAhead array = array(20, 20);
    array.get("a/3.3");
    array.get("a/3.4");
    array.get("a/3.5");
    assertThat(store.lists).isEmpty();
  }

  @Test
  void aChunkThatTheListingShowedAndIsMissingIsAnError() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    store.lists.get(0).complete(page(150));
    store.last("a/100").answer().complete(Fetched.MISSING);
    CompletableFuture<Fetched> chunk = array.get("a/100");
    awaitSecondGet("a/100");
    store.last("a/100").answer().complete(Fetched.MISSING);

    assertThatThrownBy(chunk::join)
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessageContainingAll("a listing showed", "'a/100'", "hand://store/a/100");
    now += PrefetchOptions.DEFAULT.life().toNanos();
    CompletableFuture<Fetched> later = array.get("a/100");
    store.last("a/100").answer().complete(Fetched.MISSING);
    assertThat(later.join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void aChunkThatWasMissingBeforeTheListingShowedItIsAskedForAgain() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    store.last("a/2").answer().complete(Fetched.MISSING);
    store.lists.get(0).complete(page(150));
    CompletableFuture<Fetched> chunk = array.get("a/2");
    awaitSecondGet("a/2");
    store.answer("a/2", CHUNK);
    assertThat(chunk.join()).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void thatAChunkIsAbsentIsBelievedForATime() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    array.get("a/2");
    store.last("a/3").answer().complete(Fetched.MISSING);
    store.last("a/4").answer().complete(Fetched.MISSING);
    now += PrefetchOptions.DEFAULT.absentLife().toNanos();
    assertThat(array.get("a/3").join()).isEqualTo(Fetched.MISSING);
    now++;
    CompletableFuture<Fetched> later = array.get("a/4");
    awaitSecondGet("a/4");
    store.answer("a/4", CHUNK);
    assertThat(later.join()).as("stored by another process since").isInstanceOf(Found.class);
  }

  @Test
  void aListingIsBelievedForATimeFromWhenItWasAskedFor() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    now += PrefetchOptions.DEFAULT.absentLife().toNanos() - 1;
    store.lists.get(0).complete(page(2));
    assertThat(array.get("a/100").join()).isEqualTo(Fetched.MISSING);
    now++;
    assertThat(array.get("a/101")).as("is asked for").isNotDone();
  }

  @Test
  void nothingIsAbsentForAListingThatMayLeaveOutObjects() throws Exception {
    store.listsCompletely = false;
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    assertThat(store.lists).isEmpty();
  }

  @Test
  void aWriteThroughAnotherStoreObjectMakesWhatWasFetchedAheadStale() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    store.answer("a/2", CHUNK);
    store.answer("a/3", CHUNK);
    Writes.ended(new AnsweredStore(Limits.DEFAULT), "a/2");
    array.get("a/2");
    array.get("a/3");
    assertThat(store.keys().stream().filter("a/2"::equals)).hasSize(2);
    assertThat(store.keys()).containsOnlyOnce("a/3");
    assertThat(budget.report().chunksInVain()).isEqualTo(1);
  }

  @Test
  void whoAsksAfterAWriteDoesNotShareALoadFromBefore() throws Exception {
    ReadAhead array = array(5000);
    CompletableFuture<Fetched> before = array.get("a/7");
    Writes.ended(store, "a/7");
    CompletableFuture<Fetched> after = array.get("a/7");
    store.sent.get(0).answer().complete(Fetched.MISSING);
    store.answer("a/7", CHUNK);
    assertThat(before.join()).isEqualTo(Fetched.MISSING);
    assertThat(after.join()).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void aListingIsForgottenWhenTheArrayIsWrittenAndNoOther() throws Exception {
    ReadAhead array = array(200);
    array.get("a/0");
    array.get("a/1");
    store.lists.get(0).complete(page(5));
    Writes.ended(store, "ab/190");
    assertThat(array.get("a/190").join()).isEqualTo(Fetched.MISSING);
    Writes.ended(store, "a/190");
    assertThat(array.get("a/190")).isNotDone();
    assertThat(store.keys()).containsOnlyOnce("a/190");
  }

  @Test
  void aDeleteMakesWhatWasFetchedAheadStale() throws Exception {
    ReadAhead array = array(5000);
    array.get("a/0");
    array.get("a/1");
    store.answer("a/2", CHUNK);
    Writes.ended(store, "a/2");
    array.get("a/2");
    assertThat(store.keys().stream().filter("a/2"::equals)).hasSize(2);
  }
}
