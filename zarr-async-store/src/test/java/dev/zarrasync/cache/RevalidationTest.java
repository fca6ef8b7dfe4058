package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevalidationTest {

  private static final Duration AGE = Duration.ofMinutes(1);

  private final HandStore hand = new HandStore();
  private final AtomicLong clock = new AtomicLong();
  private final CachingStore store =
      new CachingStore(hand, CacheOptions.ofBytes(10_000).revalidateAfter(AGE), this::readClock);
  private int readsToCome;
  private Runnable action = () -> {};

  private void beforeReadOfTheClock(int number, Runnable run) {
    readsToCome = number;
    action = run;
  }

  private long readClock() {
    if (--readsToCome == 0) {
      action.run();
    }
    return clock.get();
  }

  private Fetched load(Fetched answer) {
    CompletableFuture<Fetched> get = store.get("a");
    hand.answer(answer);
    return get.join();
  }

  private void age() {
    clock.addAndGet(AGE.toNanos());
  }

  @Test
  void whatIsYoungEnoughIsNotAskedForAgain() {
    Fetched loaded = load(found(3, "1"));
    clock.addAndGet(AGE.toNanos() - 1);
    assertThat(store.get("a").join()).isSameAs(loaded);
    assertThat(hand.gets).hasSize(1);
  }

  @Test
  void whatHasNotChangedIsGoodAgainAndTheSameObject() {
    Fetched loaded = load(found(3, "1"));
    age();
    CompletableFuture<Fetched> get = store.get("a");

    assertThat(hand.conditions).containsExactly(Condition.NONE, new Condition.Changed("1"));
    hand.answerNotModified();
    assertThat(get.join()).isSameAs(loaded);
    clock.addAndGet(AGE.toNanos() - 1);
    assertThat(store.get("a").join()).isSameAs(loaded);
    assertThat(store.statistics()).isEqualTo(new CacheStatistics(1, 1, 0, 1, 0, 0, 3 + 256));
  }

  @Test
  void whatHasChangedIsReplaced() {
    load(found(3, "1"));
    age();
    Fetched changed = load(found(4, "2"));
    assertThat(store.get("a").join()).isSameAs(changed);

    age();
    store.get("a");
    assertThat(hand.conditions).last().isEqualTo(new Condition.Changed("2"));
  }

  @Test
  void whatHasGoneIsMissing() {
    load(found(3, "1"));
    age();
    load(Fetched.MISSING);
    assertThat(store.get("a")).as("asks again").isNotDone();
    assertThat(hand.conditions).last().isEqualTo(Condition.NONE);
  }

  @Test
  void whatHasOutgrownTheCacheIsNotRemembered() {
    load(found(3, "1"));
    age();
    load(found(20_000, "2"));

    assertThat(store.statistics().bytes()).isZero();
    store.get("a");
    assertThat(hand.conditions).last().isEqualTo(Condition.NONE);
  }

  @Test
  void whatHasNoEntityTagIsLoadedAgain() {
    load(found(3));
    age();
    Fetched again = load(found(3));

    assertThat(hand.conditions).containsExactly(Condition.NONE, Condition.NONE);
    assertThat(store.get("a").join()).isSameAs(again);
    assertThat(store.statistics().misses()).isEqualTo(2);
  }

  @Test
  void aRangeIsRevalidatedAsARange() {
    CompletableFuture<Fetched> range = store.get("a", ByteRange.of(1, 2));
    hand.answer(found(2, "1"));
    age();
    CompletableFuture<Fetched> again = store.get("a", ByteRange.of(1, 2));
    assertThat(hand.conditions).last().isEqualTo(new Condition.Changed("1"));
    hand.answerNotModified();
    assertThat(again.join()).isSameAs(range.join());
  }

  @Test
  void callersShareARevalidation() {
    Fetched loaded = load(found(3, "1"));
    age();
    CompletableFuture<Fetched> first = store.get("a");
    CompletableFuture<Fetched> second = store.get("a");
    first.cancel(true);

    assertThat(hand.gets).hasSize(2);
    assertThat(hand.gets.get(1)).isNotDone();
    hand.answerNotModified();
    assertThat(second.join()).isSameAs(loaded);
    CacheStatistics statistics = store.statistics();
    assertThat(statistics.revalidations()).isEqualTo(1);
    assertThat(statistics.sharedLoads()).isEqualTo(1);
  }

  @Test
  void aGetDuringWhichAnotherAsksAndIsAnsweredDoesNotAskAgain() {
    load(found(3, "1"));
    age();
    beforeReadOfTheClock(
        2, // Caffeine's is the first, the next shows that the entry is old.
        () -> {
          store.get("a");
          hand.answerNotModified();
        });

    assertThat(store.get("a")).isCompleted();
    assertThat(store.statistics()).isEqualTo(new CacheStatistics(1, 1, 0, 1, 0, 0, 3 + 256));
  }

  @Test
  void theLastCancelAbortsARevalidationAndTheNextAsksAgain() {
    load(found(3, "1"));
    age();
    store.get("a").cancel(true);

    assertThat(hand.gets.get(1)).isCancelled();
    store.get("a");
    assertThat(hand.conditions).last().isEqualTo(new Condition.Changed("1"));
  }

  @Test
  void aRevalidationThatFailsFailsTheGetAndTheNextAsksAgain() {
    load(found(3, "1"));
    age();
    CompletableFuture<Fetched> get = store.get("a");
    hand.gets.get(1).completeExceptionally(new IllegalStateException("by hand"));

    assertThat(get).isCompletedExceptionally();
    assertThat(store.get("a")).isNotDone();
    assertThat(hand.conditions).last().isEqualTo(new Condition.Changed("1"));
  }

  @Test
  void whatAWriteOvertakesIsNotGoodAgain() {
    load(found(3, "1"));
    age();
    CompletableFuture<Fetched> early = store.get("a");
    store.put("a", new byte[1]);
    hand.written();
    CompletableFuture<Fetched> late = store.get("a");
    assertThat(hand.conditions).last().isEqualTo(Condition.NONE);

    hand.gets.get(1).completeExceptionally(hand.notModified("1"));
    assertThat(early).isCompleted();
    assertThat(late).isNotDone();
    assertThat(store.get("a")).as("not from memory").isNotDone();
  }

  @Test
  void anAgeTooLargeForNanosecondsIsNeverReached() {
    CacheOptions options =
        CacheOptions.ofBytes(10_000).revalidateAfter(Duration.ofSeconds(Long.MAX_VALUE));
    CachingStore patient = new CachingStore(hand, options, clock::get);
    patient.get("a");
    hand.answer(found(3, "1"));
    age();
    assertThat(patient.get("a")).isCompleted();
  }

  @Test
  void changesMadeElsewhereAreSeenInAStoreThatChecksTheConditionItself() {
    MemoryStore memory = new MemoryStore();
    CacheOptions options = CacheOptions.ofBytes(10_000).revalidateAfter(Duration.ZERO);
    CachingStore cached = new CachingStore(memory, options);
    memory.put("a", new byte[1]).join();
    Fetched first = cached.get("a").join();
    assertThat(cached.get("a").join()).isSameAs(first);

    memory.put("a", new byte[2]).join();
    assertThat(((Fetched.Found) cached.get("a").join()).bytes()).hasSize(2);
    memory.delete("a").join();
    assertThat(cached.get("a").join()).isEqualTo(Fetched.MISSING);
    memory.put("a", new byte[3]).join();
    assertThat(cached.get("a").join()).isInstanceOf(Fetched.Found.class);
  }
}
