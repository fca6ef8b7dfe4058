package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionWriterTest {

  private static CompletableFuture<Void> write(AsyncStore store, int offset, byte... values) {
    return writer(store, 2).write(values, new int[] {values.length}, new int[] {offset});
  }

  private static RegionWriter writer(AsyncStore store, int chunk) {
    return new RegionWriter(store, "a", Arrays1d.metadata(1_000, chunk));
  }

  private static byte[] stored(AsyncStore store, String key) {
    return ((Fetched.Found) Arrays1d.await(store.get(key))).bytes();
  }

  @Test
  void wholeChunksAreNotReadFirst() {
    MemoryStore memory = new MemoryStore();
    List<String> read = new ArrayList<>();
    AsyncStore store =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, ByteRange range) {
            synchronized (read) {
              read.add(key);
            }
            return super.get(key, range);
          }
        };
    Arrays1d.await(write(store, 1, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6));

    assertThat(read).containsExactlyInAnyOrder("a/0", "a/3");
    assertThat(stored(memory, "a/0")).containsExactly(-1, 1);
    assertThat(stored(memory, "a/1")).containsExactly(2, 3);
    assertThat(stored(memory, "a/3")).containsExactly(6, -1);
  }

  @Test
  void theRestOfAPartialChunkIsKeptAndTheBytesReadAreNotChanged() {
    HandStore store = new HandStore();
    CompletableFuture<Void> write = write(store, 3, (byte) 9);
    byte[] old = {5, 6};
    store.get(0).answer(old);
    HandStore.Put put = awaitPut(store, 0);

    assertThat(put.key()).isEqualTo("a/1");
    assertThat(put.value()).containsExactly(5, 9);
    assertThat(old).containsExactly(5, 6);
    assertThat(write).isNotDone();
    put.answer().complete(null);
    Arrays1d.await(write);
  }

  @Test
  void theNextWriteOfAChunkReadsItAfterTheFirstHasStoredIt() {
    HandStore store = new HandStore();
    write(store, 0, (byte) 1);
    CompletableFuture<Void> second = write(store, 1, (byte) 2);
    store.get(0).missing();
    HandStore.Put put = awaitPut(store, 0);

    assertThat(store.gets).hasSize(1);
    put.answer().complete(null);
    assertThat(store.gets).hasSize(2);
    store.get(1).answer(put.value());
    assertThat(awaitPut(store, 1).value()).containsExactly(1, 2);
    store.puts.get(1).answer().complete(null);
    Arrays1d.await(second);
  }

  @Test
  void aFailedPutFailsTheWriteWhenTheOthersAreOver() {
    HandStore store = new HandStore(new Limits(1, 1_000));
    CompletableFuture<Void> write = write(store, 0, new byte[20]);
    awaitPut(store, 1);
    HandStore.Put failing = store.puts.get(0);
    HandStore.Put other = store.puts.get(1);
    failing
        .answer()
        .completeExceptionally(
            new StoreException(Kind.ACCESS_DENIED, store, failing.key(), "by hand", null));

    assertThat(other.answer()).isNotDone();
    assertThat(write).isNotDone();
    other.answer().complete(null);
    assertThat(Arrays1d.awaitFailure(write)).hasMessageContaining("'" + failing.key() + "'");
    assertThat(store.puts).as("no other starts").hasSize(2);
  }

  @Test
  void aStoreThatThrowsFailsTheWriteAndTheNextOneIsNotHeldUp() {
    MemoryStore memory = new MemoryStore();
    AsyncStore store =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, ByteRange range) {
            throw new IllegalStateException("by hand");
          }
        };
    CompletableFuture<Void> first = write(store, 0, (byte) 1);
    assertThat(Arrays1d.awaitFailure(first)).hasMessage("by hand");
    Arrays1d.await(write(memory, 0, (byte) 1));
    assertThat(stored(memory, "a/0")).containsExactly(1, -1);
  }

  @Test
  void aDamagedChunkFailsTheWriteAndStays() {
    MemoryStore store = new MemoryStore();
    Arrays1d.await(store.put("a/0", new byte[3]));
    assertThat(Arrays1d.awaitFailure(write(store, 0, (byte) 1)))
        .hasMessageContainingAll("CORRUPT", "'a/0'");
    assertThat(stored(store, "a/0")).hasSize(3);
  }

  @Test
  void writersOfPartsOfOneChunkLoseNoUpdate() throws Exception {
    MemoryStore store = new MemoryStore();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> writes =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(thread -> threads.submit(() -> writeEveryEighth(store, thread)))
              .toList();
      for (Future<?> write : writes) {
        write.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    byte[] chunk = stored(store, "a/0");
    assertThat(IntStream.range(0, 1_000)).allMatch(i -> chunk[i] == (byte) (i % 100));
  }

  /** Asks for all writes at once, each through a writer of its own. */
  private static void writeEveryEighth(AsyncStore store, int first) {
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    for (int i = first; i < 1_000; i += 8) {
      byte[] value = {(byte) (i % 100)};
      writes.add(writer(store, 1_000).write(value, new int[] {1}, new int[] {i}));
    }
    writes.forEach(Arrays1d::await);
  }

  @Test
  void thousandsOfWritesOfOneChunkMayWaitForOne() {
    HandStore hand = new HandStore();
    MemoryStore memory = new MemoryStore();
    AsyncStore store =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, ByteRange range) {
            return hand.gets.isEmpty() ? hand.get(key, range) : super.get(key, range);
          }
        };
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      writes.add(write(store, i % 2, (byte) 1));
    }
    hand.get(0).missing();
    writes.forEach(Arrays1d::await);
    assertThat(stored(memory, "a/0")).containsExactly(1, 1);
  }

  /** Encoding takes another thread a moment. */
  private static HandStore.Put awaitPut(HandStore store, int index) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (store.puts.size() <= index) {
      assertThat(System.nanoTime()).as("a put in time").isLessThan(end);
      Thread.onSpinWait();
    }
    return store.puts.get(index);
  }
}
