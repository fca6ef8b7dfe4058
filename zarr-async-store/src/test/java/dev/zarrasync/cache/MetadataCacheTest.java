package dev.zarrasync.cache;

import static dev.zarrasync.cache.HandStore.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataCacheTest {

  private final HandStore hand = new HandStore();
  private final MetadataCache cache = MetadataCache.of(hand);

  private CompletableFuture<Fetched> get(String key) {
    return cache.get(key, () -> hand.get(key));
  }

  @Test
  void aStoreHasOneCache() {
    assertThat(MetadataCache.of(hand)).isSameAs(cache);
    assertThat(MetadataCache.of(new HandStore())).isNotSameAs(cache);
    MemoryStore memory = new MemoryStore();
    assertThat(MetadataCache.of(memory)).isSameAs(MetadataCache.of(memory));
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

  static List<Consumer<MetadataCache>> waysToForget() {
    return List.of(
        cache -> cache.forget("a/b/.zarray"),
        cache -> cache.forgetAll("a/b"),
        cache -> cache.forgetAll("a"),
        cache -> cache.forgetAll(""));
  }

  @ParameterizedTest
  @MethodSource("waysToForget")
  void whatIsForgottenIsLoadedAgain(Consumer<MetadataCache> forget) {
    get("a/b/.zarray");
    hand.gets.get(0).complete(found(3));
    forget.accept(cache);
    assertThat(get("a/b/.zarray")).isNotDone();
  }

  @ParameterizedTest
  @MethodSource("waysToForget")
  void aLoadUnderWayIsForgottenToo(Consumer<MetadataCache> forget) {
    CompletableFuture<Fetched> early = get("a/b/.zarray");
    forget.accept(cache);
    CompletableFuture<Fetched> late = get("a/b/.zarray");
    hand.gets.get(0).complete(found(3));

    assertThat(early).as("those who asked before may have it").isCompleted();
    assertThat(late).isNotDone();
    hand.gets.get(1).complete(found(4));
    assertThat(get("a/b/.zarray").join()).isSameAs(late.join());
  }

  @ParameterizedTest
  @MethodSource("waysToForget")
  void aLoadThatEndsAfterItWasForgottenIsNotRemembered(Consumer<MetadataCache> forget) {
    get("a/b/.zarray");
    forget.accept(cache);
    hand.gets.get(0).complete(found(3));
    assertThat(get("a/b/.zarray")).isNotDone();
  }

  @Test
  void onlyWhatIsUnderThePathIsForgotten() {
    get("a/.zarray");
    get("ab/.zarray");
    hand.gets.forEach(get -> get.complete(found(3)));
    cache.forgetAll("a");
    assertThat(get("ab/.zarray")).isCompleted();
    assertThat(get("a/.zarray")).isNotDone();
  }
}
