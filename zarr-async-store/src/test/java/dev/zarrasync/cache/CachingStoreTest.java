package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachingStoreTest {

  private final HandStore hand = new HandStore();
  private final AtomicLong clock = new AtomicLong();
  private final CachingStore store = store(1 << 20);

  private CachingStore store(long maxBytes) {
    return new CachingStore(
        hand, maxBytes, Caffeine.newBuilder().ticker(clock::get).executor(Runnable::run));
  }

  private Fetched load(CachingStore from, String key, Fetched answer) {
    CompletableFuture<Fetched> get = from.get(key);
    hand.gets.get(hand.gets.size() - 1).complete(answer);
    return get.join();
  }

  @Test
  void whatWasReadIsNotAskedForAgain() {
    Fetched loaded = load(store, "a", found(3));

    assertThat(store.get("a").join()).isSameAs(loaded);
    clock.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(store.get("a").join()).isSameAs(loaded);
    assertThat(hand.gets).hasSize(1);
  }

  @Test
  void aRangeIsAnEntryOfItsOwn() {
    load(store, "a", found(3));
    CompletableFuture<Fetched> range = store.get("a", ByteRange.of(0, 2));

    assertThat(range).isNotDone();
    hand.gets.get(1).complete(found(2));
    assertThat(store.get("a", ByteRange.of(0, 2)).join()).isSameAs(range.join());
    assertThat(store.get("a", ByteRange.of(0, 3))).isNotDone();
  }

  @Test
  void aMissingKeyIsRememberedForAMoment() {
    load(store, "a", Fetched.MISSING);
    assertThat(store.get("a")).isCompletedWithValue(Fetched.MISSING);

    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void aMissingKeyIsRememberedForAMomentAlsoIfAnotherLoadFoundIt() {
    store.get("a");
    store.get("a");
    hand.gets.get(0).complete(found(1));
    hand.gets.get(1).complete(Fetched.MISSING);

    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void aFailedLoadIsNotRemembered() {
    CompletableFuture<Fetched> failing = store.get("a");
    hand.gets.get(0).completeExceptionally(new IllegalStateException("by hand"));

    assertThat(failing).isCompletedExceptionally();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void aCancelledLoadIsCancelledBelowAndNotRemembered() {
    store.get("a").cancel(true);

    assertThat(hand.gets.get(0)).isCancelled();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void writesAreSeenAtOnce() {
    load(store, "a", found(3));
    CompletableFuture<Void> put = store.put("a", new byte[1]);
    hand.writes.get(0).complete(null);
    assertThat(put).isCompleted();
    load(store, "a", found(1));
    assertThat(hand.gets).hasSize(2);

    CompletableFuture<Void> delete = store.delete("a");
    hand.writes.get(1).complete(null);
    assertThat(delete).isCompleted();
    load(store, "a", Fetched.MISSING);
    assertThat(hand.gets).hasSize(3);
  }

  @Test
  void aWriteIsSeenByWhatItsFutureRuns() {
    load(store, "a", found(3));
    CompletableFuture<Fetched> after = store.put("a", new byte[1]).thenCompose(x -> store.get("a"));
    hand.writes.get(0).complete(null);
    assertThat(after).as("asks again").isNotDone();
  }

  @Test
  void aLoadThatAWriteOvertakesIsNotRemembered() {
    CompletableFuture<Fetched> early = store.get("a");
    store.put("a", new byte[1]);
    CompletableFuture<Fetched> meanwhile = store.get("a");
    hand.writes.get(0).complete(null);
    hand.gets.get(0).complete(found(3));
    hand.gets.get(1).complete(found(3));

    assertThat(early).isCompleted();
    assertThat(meanwhile).isCompleted();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void aWriteThatFailsMayHaveChangedTheObject() {
    load(store, "a", found(3));
    CompletableFuture<Void> put = store.put("a", new byte[1]);
    hand.writes.get(0).completeExceptionally(new IllegalStateException("by hand"));

    assertThat(put).isCompletedExceptionally();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void aWriteThatItsCallerGaveUpIsSeenAllTheSame() {
    load(store, "a", found(3));
    store.put("a", new byte[1]).cancel(true);
    hand.writes.get(0).complete(null);

    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void noMoreThanItsBytesAreRemembered() {
    CachingStore small = store(10_000);
    for (int i = 0; i < 100; i++) {
      load(small, "k" + i, found(1_000));
    }
    int loads = hand.gets.size();
    for (int i = 0; i < 100; i++) {
      small.get("k" + i);
    }
    int hits = 100 - (hand.gets.size() - loads);
    assertThat(hits).as("of 1000 bytes and what an entry costs").isBetween(1, 9);
  }

  @Test
  void anObjectLargerThanTheCacheIsNotRemembered() {
    CachingStore small = store(10_000);
    load(small, "a", found(20_000));
    assertThat(small.get("a")).isNotDone();
  }

  @Test
  void aClosedCacheForgetsAndClosesItsStore() {
    MemoryStore memory = new MemoryStore();
    CachingStore cached = new CachingStore(memory, 1 << 20);
    cached.put("a", new byte[1]).join();
    cached.get("a").join();
    cached.close();

    assertThat(cached.get("a"))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(StoreException.class)
        .withMessageContaining(Kind.CLOSED.name());
  }

  @Test
  void whatAReadFindsInAStoreThatAnswersAtOnceIsRemembered() {
    MemoryStore memory = new MemoryStore();
    memory.put("a", new byte[1]).join();
    CachingStore cached = new CachingStore(memory, 1 << 20);
    cached.get("a").join();
    memory.delete("a").join();
    assertThat(cached.get("a").join()).isInstanceOf(Fetched.Found.class);
  }
}
