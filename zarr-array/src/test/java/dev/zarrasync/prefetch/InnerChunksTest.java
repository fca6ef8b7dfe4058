package dev.zarrasync.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two shards of four chunks of four bytes each, of which the last one is not stored. */
class InnerChunksTest {

  private static final List<String> ALL =
      List.of(
          "a/c/0/0", "a/c/0/1", "a/c/0/2", "a/c/0/3", "a/c/1/0", "a/c/1/1", "a/c/1/2", "a/c/1/3");

  private final Gets store = new Gets();
  private InnerChunks chunks;

  /** Tells of the gets, and holds the answers to those of ranges. */
  private static final class Gets extends ForwardingStore {
    final List<String> gets = new ArrayList<>();
    final List<CompletableFuture<Fetched>> held = new ArrayList<>();
    boolean holds;
    boolean breaks;

    Gets() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      if (!(options.range() instanceof ByteRange.Span span)) {
        gets.add(key);
        return delegate().get(key, options);
      }
      gets.add(key + " " + span.length());
      if (breaks) {
        throw new IllegalStateException("broken");
      }
      CompletableFuture<Fetched> answer =
          holds ? new CompletableFuture<>() : delegate().get(key, options);
      held.add(answer);
      return answer;
    }
  }

  @BeforeEach
  void writeArray() throws IOException {
    AsyncArray array =
        AsyncArray.create(
            store,
            "a",
            NewArray.of("uint8", 4, 8).chunks(2, 2).shards(4, 4).codecs(List.of()).fillValue(9));
    array.write(new byte[2 * 8], new long[2], new int[] {2, 8}).join();
    array.write(new byte[2 * 6], new long[] {2, 0}, new int[] {2, 6}).join();
    chunks = new InnerChunks(store, "a", array.metadata(), Duration.ZERO);
    store.gets.clear();
  }

  private static Fetched value(Collection<CompletableFuture<Fetched>> items, int number) {
    return List.copyOf(items).get(number).join();
  }

  @Test
  void neighboursAreGotInOneRangeOfEachShard() {
    Collection<CompletableFuture<Fetched>> items = chunks.getItems(ALL).values();

    assertThat(((Fetched.Found) value(items, 6)).bytes()).hasSize(4);
    assertThat(value(items, 7)).isEqualTo(Fetched.MISSING);
    assertThat(store.gets)
        .containsExactlyInAnyOrder("a/c/0/0", "a/c/0/0 16", "a/c/0/1", "a/c/0/1 12");
  }

  @Test
  void theRequestIsCancelledWithTheLastOfThoseWhoWait() {
    store.holds = true;
    Map<String, CompletableFuture<Fetched>> items = chunks.getItems(ALL.subList(0, 2));
    CompletableFuture<Fetched> request = store.held.get(0);

    List<CompletableFuture<Fetched>> both = List.copyOf(items.values());
    both.get(0).cancel(true);
    assertThat(request).isNotDone();
    both.get(1).cancel(true);
    assertThat(request).isCancelled();
  }

  @Test
  void whatAStoreThrowsReachesAllWhoWait() {
    store.breaks = true;
    for (CompletableFuture<Fetched> item : chunks.getItems(ALL.subList(0, 2)).values()) {
      assertThatThrownBy(item::join).hasRootCauseMessage("broken");
    }
  }
}
