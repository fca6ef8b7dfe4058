package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that are under way, with a cache that remembers and with one that does not. */
class SharedLoadsTest {

  private final HandStore hand = new HandStore();

  private CachingStore store(long maxBytes) {
    return new CachingStore(hand, maxBytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void callersOfOneKeyAndRangeShareALoad(long maxBytes) {
    CachingStore store = store(maxBytes);
    CompletableFuture<Fetched> first = store.get("a", ByteRange.of(0, 5));
    CompletableFuture<Fetched> second =
        store.get("a", GetOptions.of(ByteRange.of(0, 5)).expectedSize(7));
    CompletableFuture<Fetched> other = store.get("a", ByteRange.of(1, 5));

    assertThat(hand.gets).hasSize(2);
    hand.gets.get(0).complete(found(5));
    assertThat(first.join()).isSameAs(second.join());
    assertThat(other).isNotDone();
    assertThat(store.statistics().sharedLoads()).isEqualTo(1);
  }

  @Test
  void whoAsksWhileALoadIsUnderWayDoesNotBelieveItThatTheKeyIsMissing() {
    CachingStore store = store(1 << 20);
    CompletableFuture<Fetched> first = store.get("a");
    CompletableFuture<Fetched> second = store.get("a"); // Someone else may have stored it by now.
    CompletableFuture<Fetched> third = store.get("a");
    hand.answer(Fetched.MISSING);

    assertThat(first).isCompletedWithValue(Fetched.MISSING);
    assertThat(second).isNotDone();
    assertThat(hand.gets).as("the others share a load").hasSize(2);
    hand.answer(found(3));
    assertThat(second.join()).isSameAs(third.join());
  }

  @Test
  void whatIsMissingTwiceIsMissing() {
    CachingStore store = store(0);
    store.get("a");
    CompletableFuture<Fetched> second = store.get("a");
    CompletableFuture<Fetched> third = store.get("a");
    hand.answer(Fetched.MISSING);
    third.cancel(true);
    hand.answer(Fetched.MISSING);
    assertThat(second).isCompletedWithValue(Fetched.MISSING);
    assertThat(hand.gets).hasSize(2);
  }

  @Test
  void theLastCallersCancelAbortsTheSecondLoadToo() {
    CachingStore store = store(0);
    store.get("a");
    CompletableFuture<Fetched> second = store.get("a");
    hand.answer(Fetched.MISSING);
    second.cancel(true);
    assertThat(hand.gets.get(1)).isCancelled();
  }

  @Test
  void callersShareAFailureAndTheNextLoadsAgain() {
    CachingStore store = store(1 << 20);
    CompletableFuture<Fetched> first = store.get("a");
    CompletableFuture<Fetched> second = store.get("a");
    IllegalStateException failure = new IllegalStateException("by hand");
    hand.gets.get(0).completeExceptionally(failure);

    assertThatThrownBy(first::join).hasCause(failure);
    assertThatThrownBy(second::join).hasCause(failure);
    assertThat(store.get("a")).isNotDone();
    assertThat(hand.gets).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void aCallersCancelLeavesTheLoadToTheOthers(long maxBytes) {
    CachingStore store = store(maxBytes);
    CompletableFuture<Fetched> first = store.get("a");
    CompletableFuture<Fetched> second = store.get("a");
    CompletableFuture<Fetched> third = store.get("a");

    first.cancel(true);
    third.cancel(true);
    assertThat(hand.gets.get(0)).isNotDone();
    hand.gets.get(0).complete(found(7));
    assertThat(second).isCompleted();
    assertThat(first).isCancelled();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void theLastCallersCancelAbortsTheLoadAndTheNextLoadsAgain(long maxBytes) {
    CachingStore store = store(maxBytes);
    CompletableFuture<Fetched> first = store.get("a");
    CompletableFuture<Fetched> second = store.get("a");
    first.cancel(true);
    second.cancel(true);

    assertThat(hand.gets.get(0)).isCancelled();
    CompletableFuture<Fetched> next = store.get("a");
    hand.gets.get(1).complete(found(3));
    assertThat(next).isCompleted();
  }

  @Test
  void aLoadIsRememberedBeforeItsCallersHearOfIt() {
    CachingStore store = store(1 << 20);
    CompletableFuture<Fetched> again = store.get("a").thenCompose(first -> store.get("a"));
    hand.gets.get(0).complete(found(3));
    assertThat(again).isCompleted();
  }

  @Test
  void aStoreThatThrowsFailsTheGetAndTheNextLoadsAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    CachingStore store =
        new CachingStore(
            new ForwardingStore(hand) {
              @Override
              public CompletableFuture<Fetched> get(String key, GetOptions options) {
                if (broken.get()) {
                  throw new IllegalStateException("by hand");
                }
                return super.get(key, options);
              }
            },
            0);
    assertThatThrownBy(() -> store.get("a").join()).hasMessageContaining("by hand");
    broken.set(false);
    assertThat(store.get("a")).isNotDone();
  }

  /** A store that counts the loads of each key, and answers at once or on another thread. */
  private static final class CountingStore extends ForwardingStore {
    final Map<String, Integer> loads = new ConcurrentHashMap<>();
    private final boolean later;

    CountingStore(AsyncStore store, boolean later) {
      super(store);
      this.later = later;
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      loads.merge(key, 1, Integer::sum);
      CompletableFuture<Fetched> get = super.get(key, options);
      return later ? get.thenApplyAsync(fetched -> fetched) : get;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thirtyTwoThreadsThatReadAHundredKeysCauseOneLoadForEach(boolean later) throws Exception {
    int threads = 32;
    MemoryStore memory = new MemoryStore();
    List<String> keys = IntStream.range(0, 100).mapToObj(i -> "k" + i).toList();
    keys.forEach(key -> memory.put(key, new byte[key.length()]).join());
    CountingStore counting = new CountingStore(memory, later);
    CachingStore store = new CachingStore(counting, 1 << 20);
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(threads);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        List<String> mine = new ArrayList<>(keys);
        Collections.shuffle(mine, new Random(i % 4)); // Many meet at the same keys.
        calls.add(callers.submit(() -> readAll(store, mine, start)));
      }
      for (Future<?> call : calls) {
        call.get(60, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }

    assertThat(counting.loads).hasSize(100).allSatisfy((key, loads) -> assertThat(loads).isOne());
    CacheStatistics statistics = store.statistics();
    assertThat(statistics.misses()).isEqualTo(100);
    assertThat(statistics.hits() + statistics.sharedLoads()).isEqualTo((threads - 1) * 100L);
  }

  private static Void readAll(CachingStore store, List<String> keys, CountDownLatch start)
      throws Exception {
    start.countDown();
    start.await();
    for (String key : keys) {
      Fetched fetched = store.get(key).get(60, TimeUnit.SECONDS);
      assertThat(((Fetched.Found) fetched).bytes()).hasSize(key.length());
    }
    return null;
  }
}
