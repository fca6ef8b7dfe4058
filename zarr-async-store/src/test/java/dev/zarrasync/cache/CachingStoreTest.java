package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachingStoreTest {

  private static final int OVERHEAD = 256;

  private final HandStore hand = new HandStore();
  private final AtomicLong clock = new AtomicLong();
  private final CachingStore store = store(CacheOptions.ofBytes(1 << 20));

  private CachingStore store(CacheOptions options) {
    return new CachingStore(hand, options, clock::get);
  }

  private Fetched load(CachingStore from, String key, Fetched answer) {
    CompletableFuture<Fetched> get = from.get(key);
    hand.answer(answer);
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
  void whatWasReadADayAgoIsAskedForAgain() {
    load(store, "a", found(3));
    clock.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(store.get("a")).isNotDone();
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
  void thatAKeyIsMissingIsNotRemembered() {
    load(store, "a", Fetched.MISSING);
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void howLongAMissingKeyIsRememberedCanBeChosen() {
    CachingStore never = store(CacheOptions.ofBytes(1 << 20).missingLife(Duration.ZERO));
    load(never, "a", Fetched.MISSING);
    assertThat(never.get("a")).isNotDone();

    CachingStore longer = store(CacheOptions.ofBytes(1 << 20).missingLife(Duration.ofHours(1)));
    load(longer, "a", Fetched.MISSING);
    clock.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(longer.get("a")).isCompletedWithValue(Fetched.MISSING);
  }

  @Test
  void aFailedLoadIsNotRemembered() {
    CompletableFuture<Fetched> failing = store.get("a");
    hand.gets.get(0).completeExceptionally(new IllegalStateException("by hand"));

    assertThat(failing).isCompletedExceptionally();
    assertThat(store.get("a")).isNotDone();
  }

  @Test
  void aGetOfWhatHasChangedIsPassedThroughAndNotRemembered() {
    load(store, "a", found(3, "1"));
    Condition condition = new Condition.Changed("1");
    CompletableFuture<Fetched> checked = store.get("a", GetOptions.ALL.condition(condition));

    assertThat(hand.conditions).containsExactly(Condition.NONE, condition);
    hand.answer(found(4, "2"));
    assertThat(checked).isCompleted();
    assertThat(store.get("a").join()).isEqualTo(load(store, "a", found(3)));
    assertThat(store.statistics().hits()).isEqualTo(2);
  }

  @Test
  void aGetOfWhatIsUnchangedIsSharedAndRememberedForItsEntityTag() {
    GetOptions first = GetOptions.ALL.condition(new Condition.Unchanged("1"));
    GetOptions second = GetOptions.ALL.condition(new Condition.Unchanged("2"));
    CompletableFuture<Fetched> one = store.get("a", first);
    CompletableFuture<Fetched> other = store.get("a", first);
    assertThat(hand.conditions).containsExactly(first.condition());
    Fetched answer = found(3, "1");
    hand.answer(answer);
    assertThat(one.join()).isSameAs(answer);
    assertThat(other.join()).isSameAs(answer);

    assertThat(store.get("a", first).join()).isSameAs(answer);
    assertThat(store.get("a").join()).isSameAs(answer);
    assertThat(store.get("a", second)).as("of another version").isNotDone();
    assertThat(hand.conditions).containsExactly(first.condition(), second.condition());
  }

  @Test
  void noMoreThanItsBytesAreRemembered() {
    CachingStore small = store(CacheOptions.ofBytes(10_000));
    for (int i = 0; i < 100; i++) {
      load(small, "k" + i, found(1_000));
      assertThat(small.statistics().bytes()).isLessThanOrEqualTo(10_000);
    }
    int loads = hand.gets.size();
    for (int i = 0; i < 100; i++) {
      small.get("k" + i);
    }
    int hits = 100 - (hand.gets.size() - loads);
    assertThat(hits).as("of 1000 bytes and what an entry costs").isBetween(1, 7);
  }

  @Test
  void anObjectLargerThanTheCacheIsNotRemembered() {
    CachingStore small = store(CacheOptions.ofBytes(10_000));
    load(small, "a", found(20_000));
    assertThat(small.get("a")).isNotDone();
    assertThat(small.statistics().evictions()).as("it was never in").isZero();
  }

  @Test
  void whatIsPartOfAReadLargerThanTheCacheIsNotRemembered() {
    CachingStore small = store(CacheOptions.ofBytes(10_000));
    for (long bytes : new long[] {10_000, 10_001}) {
      CompletableFuture<Fetched> get = small.get("of " + bytes, GetOptions.ALL.readBytes(bytes));
      hand.answer(found(100));
      get.join();
    }
    assertThat(small.get("of 10000")).isCompleted();
    assertThat(small.get("of 10001")).isNotDone();
  }

  @Test
  void aCacheOfNoBytesRemembersNothing() {
    CachingStore none = store(CacheOptions.ofBytes(0));
    load(none, "a", found(0));
    assertThat(none.get("a")).isNotDone();
    load(none, "b", Fetched.MISSING);
    assertThat(none.get("b")).isNotDone();
  }

  @Test
  void statisticsTellEachGet() {
    load(store, "a", found(1_000));
    load(store, "b", Fetched.MISSING);
    store.get("a");
    store.get("b");
    store.get("a");
    store.get("c");
    store.get("c");
    store.get("c").cancel(true);

    assertThat(store.statistics())
        .isEqualTo(new CacheStatistics(2, 4, 2, 0, 0, 0, 1_000 + OVERHEAD));
  }

  @Test
  void statisticsTellWhatWasEvicted() {
    CachingStore small = store(CacheOptions.ofBytes(10_000));
    for (int i = 0; i < 10; i++) {
      load(small, "k" + i, found(1_000));
    }
    assertThat(small.statistics())
        .as("seven entries fit in")
        .isEqualTo(
            new CacheStatistics(0, 10, 0, 0, 3, 3 * (1_000 + OVERHEAD), 7 * (1_000 + OVERHEAD)));
  }

  @Test
  void whatLeavesInItsTimeIsNotEvicted() {
    CachingStore brief = store(CacheOptions.ofBytes(1 << 20).missingLife(Duration.ofMinutes(1)));
    load(brief, "a", Fetched.MISSING);
    clock.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(brief.statistics()).isEqualTo(new CacheStatistics(0, 1, 0, 0, 0, 0, 0));
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
    assertThat(cached.statistics().bytes()).isZero();
  }

  @Test
  void whatAReadFindsInAStoreThatAnswersAtOnceIsRemembered() {
    MemoryStore memory = new MemoryStore();
    memory.put("a", new byte[1]).join();
    CachingStore cached = new CachingStore(memory, 1 << 20);
    assertThat(cached.get("a").join()).isInstanceOf(Fetched.Found.class);
    cached.get("a").join();
    assertThat(cached.statistics().hits()).isOne();
  }

  @Test
  void refusesNegativeOptions() {
    CacheOptions options = CacheOptions.ofBytes(0);
    Duration negative = Duration.ofNanos(-1);
    assertThatThrownBy(() -> CacheOptions.ofBytes(-1)).hasMessageContaining("maxBytes is -1");
    assertThatThrownBy(() -> options.missingLife(negative)).hasMessageContaining("missingLife");
    assertThatThrownBy(() -> options.revalidateAfter(negative))
        .hasMessageContaining("revalidateAfter");
  }
}
