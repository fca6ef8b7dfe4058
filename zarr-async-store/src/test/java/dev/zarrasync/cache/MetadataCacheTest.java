package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.cache.internal.MetadataCache;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.Writes;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MetadataCacheTest {

  private final HandStore hand = new HandStore();

  private CompletableFuture<Fetched> get(String key) {
    return MetadataCache.get(hand, key, () -> hand.get(key));
  }

  @Test
  void eachStoreObjectHasACache() {
    get("a");
    hand.answer(found(3));
    MetadataCache.get(new HandStore(), "a", () -> hand.get("a"));
    assertThat(hand.gets).hasSize(2);
  }

  @Test
  void whatWasLoadedIsNotLoadedAgain() {
    CompletableFuture<Fetched> first = get("a/.zarray");
    hand.gets.get(0).complete(found(3));
    assertThat(get("a/.zarray").join()).isSameAs(first.join());

    get("b/.zarray");
    hand.gets.get(1).complete(Fetched.MISSING);
    assertThat(get("b/.zarray")).isCompletedWithValue(Fetched.MISSING);
    assertThat(hand.gets).hasSize(2);
  }

  @Test
  void thoseWhoAskAtOnceShareALoadAndACancelIsTheCallersOwn() {
    CompletableFuture<Fetched> first = get("a");
    CompletableFuture<Fetched> second = get("a");
    first.cancel(true);

    assertThat(hand.gets).hasSize(1);
    assertThat(hand.gets.get(0)).isNotDone();
    hand.gets.get(0).complete(found(3));
    assertThat(second).isCompleted();
    assertThat(get("a")).isCompleted();
  }

  @Test
  void aFailedLoadIsNotRemembered() {
    CompletableFuture<Fetched> failing = get("a");
    hand.gets.get(0).completeExceptionally(new IllegalStateException("by hand"));

    assertThat(failing).isCompletedExceptionally();
    assertThat(get("a")).isNotDone();
  }

  @Test
  void aWriteIsSeenAtOnceThroughWhateverStoreObject() {
    get("a/b/.zarray");
    hand.answer(found(3));
    Writes.ended(new PrefixStore(hand, "a"), "b/.zarray");
    assertThat(get("a/b/.zarray")).isNotDone();
    assertThat(hand.gets).hasSize(2);
  }

  @Test
  void aLoadFromBeforeAWriteIsNeitherJoinedNorRememberedAfterIt() {
    CompletableFuture<Fetched> early = get("a/b/.zarray");
    Writes.ended(hand, "a/b/.zarray");
    CompletableFuture<Fetched> late = get("a/b/.zarray");
    hand.gets.get(0).complete(found(3));

    assertThat(early).as("those who asked before may have it").isCompleted();
    assertThat(late).isNotDone();
    hand.gets.get(1).complete(found(4));
    assertThat(get("a/b/.zarray").join()).isSameAs(late.join());
  }

  @Test
  void aWriteOfAnotherKeyMakesNothingForgotten() {
    get("a/.zarray");
    hand.answer(found(3));
    Writes.ended(hand, "ab/.zarray");
    assertThat(get("a/.zarray")).isCompleted();
  }

  @Test
  void whatWasLoadedFirstMakesRoomForTheRest() {
    for (int i = 0; i < 17; i++) {
      get("a" + i);
      hand.answer(found(1 << 20));
    }
    assertThat(get("a16")).isCompleted();
    assertThat(get("a2")).isCompleted();
    assertThat(get("a0")).isNotDone();
  }

  @Test
  void whatHasNoRoomIsNotRemembered() {
    CompletableFuture<Fetched> large = get("a");
    hand.answer(found(17 << 20));

    assertThat(large).isCompleted();
    assertThat(get("a")).isNotDone();
  }
}
