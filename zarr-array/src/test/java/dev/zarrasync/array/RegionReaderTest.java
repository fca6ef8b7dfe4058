package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.codec.Codecs;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class RegionReaderTest {

  private static final Progress NO_PROGRESS = (done, total, bytes) -> {};

  private static CompletableFuture<Void> read(
      AsyncStore store, ArrayMetadata metadata, byte[] buffer, int offset, Progress progress) {
    return new RegionReader(
            store,
            "a",
            metadata,
            ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER).progress(progress))
        .read(buffer, new int[] {buffer.length}, new long[] {offset});
  }

  private static CompletableFuture<Void> read(AsyncStore store, byte[] buffer, int offset) {
    return read(store, Arrays1d.metadata(100, 2), buffer, offset, NO_PROGRESS);
  }

  @Test
  void allChunksAreAskedForTogether() {
    HandStore store = new HandStore();
    byte[] buffer = new byte[6];
    CompletableFuture<Void> read = read(store, buffer, 3);

    assertThat(store.keysGot()).containsExactly("a/1", "a/2", "a/3", "a/4");
    store.get(3).answer((byte) 8, (byte) 9);
    store.get(1).answer((byte) 4, (byte) 5);
    store.get(0).answer((byte) 2, (byte) 3);
    assertThat(read).isNotDone();
    store.get(2).missing();

    Arrays1d.await(read);
    assertThat(buffer).as("missing is the fill value").containsExactly(3, 4, 5, -1, -1, 8);
  }

  @Test
  void theWindowFollowsTheLimitsOfTheStore() {
    HandStore permits = new HandStore(new Limits(3, 1_000));
    read(permits, new byte[100], 0);
    assertThat(permits.gets).hasSize(6);

    HandStore bytes = new HandStore(new Limits(100, 9));
    read(bytes, new byte[100], 0);
    assertThat(bytes.gets).as("of 2 bytes each").hasSize(4);

    HandStore tight = new HandStore(new Limits(100, 1));
    read(tight, new byte[100], 0);
    assertThat(tight.gets).hasSize(1);
  }

  @Test
  void theFirstFailureCancelsTheOtherGets() {
    HandStore store = new HandStore(new Limits(2, 1_000));
    CompletableFuture<Void> read = read(store, new byte[100], 0);
    StoreException failure = new StoreException(Kind.UNAVAILABLE, store, "a/1", "by hand", null);
    store.get(1).answer().completeExceptionally(failure);

    assertThat(store.gets).as("no other starts").hasSize(4);
    assertThat(List.of(store.get(0), store.get(2), store.get(3)))
        .allSatisfy(get -> assertThat(get.answer()).isCancelled());
    assertThat(Arrays1d.awaitFailure(read)).isSameAs(failure);
  }

  @Test
  void nothingWritesToTheBufferAfterAFailure() {
    byte[] buffer = new byte[4];
    CompletableFuture<Fetched> stubborn =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
          }
        };
    HandStore hand = new HandStore();
    AsyncStore store =
        new ForwardingStore(hand) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return key.equals("a/0") ? stubborn : super.get(key, options);
          }
        };
    CompletableFuture<Void> read = read(store, buffer, 0);

    hand.get(0).answer().completeExceptionally(new IllegalStateException("by hand"));
    assertThat(read).as("a get is under way that may write yet").isNotDone();
    stubborn.complete(new Fetched.Found(new byte[] {1, 2}, 2, null));
    assertThat(Arrays1d.awaitFailure(read)).hasMessage("by hand");
  }

  @Test
  void aCancelOfTheResultCancelsTheGets() {
    HandStore store = new HandStore(new Limits(2, 1_000));
    read(store, new byte[100], 0).cancel(true);

    assertThat(store.gets).hasSize(4).allSatisfy(get -> assertThat(get.answer()).isCancelled());
  }

  @Test
  void progressCountsChunksAndBytes() {
    HandStore store = new HandStore();
    ConcurrentLinkedQueue<String> updates = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> read =
        read(
            store,
            Arrays1d.metadata(100, 2),
            new byte[6],
            0,
            (done, total, bytes) -> updates.add(done + "/" + total));
    CompletableFuture<Void> last = new CompletableFuture<>();
    CompletableFuture<Void> counted =
        read(
            store,
            Arrays1d.metadata(100, 2),
            new byte[4],
            0,
            (done, total, bytes) -> {
              if (done == total && bytes == 2) {
                last.complete(null);
              }
            });
    store.gets.stream()
        .filter(get -> get.key().equals("a/0"))
        .forEach(get -> get.answer(new byte[2]));
    store.gets.forEach(HandStore.Get::missing);

    Arrays1d.await(read);
    assertThat(updates).containsExactlyInAnyOrder("1/3", "2/3", "3/3");
    Arrays1d.await(counted);
    assertThat(last).as("missing chunks have no bytes").isCompleted();
  }

  @Test
  void aProgressThatThrowsFailsTheRead() {
    CompletableFuture<Void> read =
        read(
            new MemoryStore(),
            Arrays1d.metadata(100, 2),
            new byte[6],
            0,
            (done, total, bytes) -> {
              throw new IllegalStateException("by hand");
            });
    assertThat(Arrays1d.awaitFailure(read)).hasMessage("by hand");
  }

  @Test
  void aHundredThousandChunksThatAreThereAtOnceNeedNoDeepStack() {
    MemoryStore store = new MemoryStore();
    Arrays1d.await(store.put("a/99999", new byte[] {7}));
    byte[] buffer = new byte[100_000];
    Arrays1d.await(read(store, Arrays1d.metadata(100_000, 1), buffer, 0, NO_PROGRESS));
    assertThat(buffer).startsWith(-1, -1).endsWith(-1, 7);
  }

  @Test
  void aStoreThatThrowsFailsTheRead() {
    AsyncStore store =
        new ForwardingStore(new HandStore()) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            if (key.equals("a/2")) {
              throw new IllegalStateException("by hand");
            }
            return super.get(key, options);
          }
        };
    assertThat(Arrays1d.awaitFailure(read(store, new byte[100], 0))).hasMessage("by hand");
  }

  @Test
  void aDamagedChunkIsNamed() {
    MemoryStore store = new MemoryStore();
    Arrays1d.await(store.put("a/1", new byte[] {1, 2, 3}));
    ArrayMetadata zlib = Arrays1d.metadata(4, 2, Codecs.zlib(1), 0);

    for (ArrayMetadata metadata : List.of(zlib, Arrays1d.metadata(4, 2))) {
      Throwable failure = Arrays1d.awaitFailure(read(store, metadata, new byte[4], 0, NO_PROGRESS));
      assertThat(failure)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("CORRUPT", "damaged", "'a/1'", store.url("a/1"));
    }
  }
}
