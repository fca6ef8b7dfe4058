package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A get that starts after a write has ended never has what was there before. */
class CachedWritesTest {

  private final HandStore hand = new HandStore();
  private final CachingStore store = new CachingStore(hand, 1 << 20);

  interface Way {
    CompletableFuture<Void> write(AsyncStore store);
  }

  static List<Way> waysToWrite() {
    return List.of(
        s -> s.put("a", new byte[1]),
        s -> s.put("a", new byte[1], Condition.ABSENT),
        s -> s.put("a", new byte[1], new Condition.Unchanged("1")),
        s -> s.delete("a"),
        s -> s.deleteItems(List.of("b", "a")));
  }

  private void remember(String key) {
    store.get(key);
    hand.answer(found(3));
    assertThat(store.get(key)).isCompleted();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aWriteIsSeenAtOnce(Way way) {
    remember("a");
    CompletableFuture<Void> write = way.write(store);
    assertThat(write).isNotDone();
    hand.written();

    assertThat(write).isCompleted();
    assertThat(store.get("a")).isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aWriteThroughAnotherStoreObjectIsSeenAtOnce(Way way) {
    remember("a");
    CompletableFuture<Void> write = way.write(new CachingStore(hand, 0));
    hand.written();

    assertThat(write).isCompleted();
    assertThat(store.get("a")).isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void whatBeganBeforeAWriteEndedIsNotJoinedAfterIt(Way way) {
    CompletableFuture<Fetched> before = store.get("a");
    way.write(new CachingStore(hand, 0));
    hand.written();
    CompletableFuture<Fetched> after = store.get("a");

    hand.gets.get(0).complete(found(3));
    assertThat(before).isCompleted();
    assertThat(after).isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aWriteIsSeenByRangesToo(Way way) {
    store.get("a", ByteRange.of(0, 2));
    hand.answer(found(2));
    way.write(store);
    hand.written();
    assertThat(store.get("a", ByteRange.of(0, 2))).isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aWriteIsSeenByWhatItsFutureRuns(Way way) {
    remember("a");
    CompletableFuture<Fetched> after = way.write(store).thenCompose(done -> store.get("a"));
    hand.written();
    assertThat(after).as("asks again").isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aLoadThatAWriteOvertakesIsNeitherJoinedNorRemembered(Way way) {
    CompletableFuture<Fetched> early = store.get("a");
    way.write(store);
    CompletableFuture<Fetched> meanwhile = store.get("a");
    hand.written();
    CompletableFuture<Fetched> late = store.get("a");
    assertThat(hand.gets).hasSize(2);

    hand.gets.get(0).complete(found(3));
    assertThat(early).isCompleted();
    assertThat(meanwhile).isCompleted();
    assertThat(late).isNotDone();
    assertThat(store.get("a")).as("not from memory").isNotDone();
    hand.gets.get(1).complete(found(1));
    assertThat(store.get("a").join()).isSameAs(late.join());
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void anEarlyLoadThatEndsLateDoesNotReplaceALaterOne(Way way) {
    store.get("a");
    way.write(store);
    hand.written();
    CompletableFuture<Fetched> late = store.get("a");
    hand.gets.get(1).complete(found(1));
    hand.gets.get(0).complete(found(3));
    assertThat(store.get("a").join()).isSameAs(late.join());
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aWriteThatFailsMayHaveChangedTheObject(Way way) {
    remember("a");
    CompletableFuture<Void> write = way.write(store);
    hand.writes.get(0).completeExceptionally(new IllegalStateException("by hand"));

    assertThat(write).isCompletedExceptionally();
    assertThat(store.get("a")).isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToWrite")
  void aWriteThatItsCallerGaveUpIsSeenAllTheSame(Way way) {
    remember("a");
    way.write(store).cancel(true);
    hand.written();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void keysThatTheCallerChangesLaterAreThoseThatWereDeleted() {
    remember("a");
    List<String> keys = new ArrayList<>(List.of("a"));
    store.deleteItems(keys);
    keys.set(0, "b");
    hand.written();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void whatIsWrittenTakesNoRoomAnyMore() {
    remember("a");
    store.put("a", new byte[1]);
    hand.written();
    assertThat(store.statistics().bytes()).isZero();
  }

  @Property(tries = 200)
  void noGetHasAnOldValueInAnyOrderOfEvents(@ForAll long seed) {
    new CacheModel(new Random(seed)).run(300);
  }

  @Test
  void noGetHasAnOldValueWithManyThreads() throws Exception {
    int keys = 4;
    int threads = 8;
    AtomicIntegerArray written = new AtomicIntegerArray(keys);
    CachingStore cached =
        new CachingStore(
            new ForwardingStore(new MemoryStore()) {
              @Override
              public CompletableFuture<Fetched> get(String key, GetOptions options) {
                return super.get(key, options).thenApplyAsync(fetched -> fetched);
              }
            },
            1 << 20);
    for (int key = 0; key < keys; key++) {
      cached.put("k" + key, new byte[0]).join();
    }
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int key = i % keys;
        boolean writes = i < keys;
        calls.add(
            callers.submit(
                () -> {
                  for (int version = 1; version <= 500; version++) {
                    if (writes) {
                      cached.put("k" + key, new byte[version]).get(60, TimeUnit.SECONDS);
                      written.set(key, version);
                    }
                    int atLeast = written.get(key);
                    Fetched fetched = cached.get("k" + key).get(60, TimeUnit.SECONDS);
                    assertThat(((Fetched.Found) fetched).bytes())
                        .hasSizeGreaterThanOrEqualTo(atLeast);
                  }
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get(60, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
