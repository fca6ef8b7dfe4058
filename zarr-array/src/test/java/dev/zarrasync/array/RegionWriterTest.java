package dev.zarrasync.array;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionWriterTest {

  private static CompletableFuture<Void> write(AsyncStore store, int offset, byte... values) {
    return start(store, offset, values).done();
  }

  private static RegionWriter.Write start(AsyncStore store, int offset, byte... values) {
    return writer(store, 2).write(values, new int[] {values.length}, new long[] {offset});
  }

  private static RegionWriter writer(AsyncStore store, int chunk) {
    return new RegionWriter(store, "a", Arrays1d.metadata(1_000, chunk), false);
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
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            synchronized (read) {
              read.add(key);
            }
            return super.get(key, options);
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
  void aPutThatHasEndedIsNotTakenForOneThatNeverBegan() throws Exception {
    HandStore store = new HandStore();
    RegionWriter.Write write = start(store, 0, (byte) 1, (byte) 2);
    HandStore.Put put = awaitPut(store, 0);
    Thread answering = new Thread(() -> put.answer().complete(null));
    PartialWriteException report;
    synchronized (write) { // It does not hear of the end of the put before the interrupt.
      answering.start();
      while (answering.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      report = write.stop(new IOException("interrupted"));
    }
    answering.join();

    assertThat(report.stored()).containsExactly("a/0");
    assertThat(report.unknown()).isEmpty();
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
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            throw new IllegalStateException("by hand");
          }
        };
    CompletableFuture<Void> first = write(store, 0, (byte) 1);
    assertThat(Arrays1d.awaitFailure(first))
        .isInstanceOf(PartialWriteException.class)
        .hasMessageContainingAll("by hand", "'a/0'", store.url("a/0"));
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
      writes.add(writer(store, 1_000).write(value, new int[] {1}, new long[] {i}).done());
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
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return hand.gets.isEmpty() ? hand.get(key, options.range()) : super.get(key, options);
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

  @Test
  void aHugeRegionHoldsOneWindowOfEncodedChunks() {
    HandStore store = new HandStore(new Limits(100, 4 * 2));
    CompletableFuture<Void> write = write(store, 0, new byte[2 * 1_000]);
    for (int i = 0; i < 1_000; i++) {
      awaitPut(store, Math.min(999, i + 3));
      assertThat(store.puts).hasSize(Math.min(1_000, i + 4));
      store.puts.get(i).answer().complete(null);
    }
    Arrays1d.await(write);
  }

  @Test
  void aFailedWriteSaysWhatIsStoredAndWhatMayBe() {
    HandStore store = new HandStore(new Limits(100, 4 * 2));
    CompletableFuture<Void> write = write(store, 0, new byte[20]);
    put(store, "a/0").complete(null);
    put(store, "a/3").complete(null);
    CompletableFuture<Void> last = put(store, "a/5");
    put(store, "a/4").completeExceptionally(failure(store, "a/4", Kind.TIMEOUT));
    put(store, "a/2").completeExceptionally(failure(store, "a/2", Kind.ACCESS_DENIED));
    put(store, "a/1").complete(null);
    assertThat(write).as("a put is under way").isNotDone();
    last.complete(null);

    assertThat(Arrays1d.awaitFailure(write))
        .isInstanceOfSatisfying(
            PartialWriteException.class,
            e -> {
              assertThat(e.stored()).containsExactly("a/0", "a/1", "a/3", "a/5");
              assertThat(e.unknown()).containsExactly("a/4");
              assertThat(e)
                  .hasMessageContainingAll("4 of 10 chunks were stored [a/0, a/1, a/3, a/5]")
                  .hasMessageContainingAll("1 may be [a/4]", "TIMEOUT", store.url("a/4"))
                  .hasCauseInstanceOf(StoreException.class);
            });
  }

  private static CompletableFuture<Void> put(HandStore store, String key) {
    for (int i = 0; true; i++) {
      HandStore.Put put = awaitPut(store, i);
      if (put.key().equals(key)) {
        return put.answer();
      }
    }
  }

  private static StoreException failure(AsyncStore store, String key, Kind kind) {
    return new StoreException(kind, store, key, "by hand", null);
  }

  @Test
  void whatARetriedPutCameToIsUnknown() {
    for (Kind kind : List.of(Kind.ACCESS_DENIED, Kind.CLOSED)) {
      for (int attempts : new int[] {1, 2}) {
        HandStore store = new HandStore();
        CompletableFuture<Void> write = write(store, 0, (byte) 1, (byte) 2);
        put(store, "a/0")
            .completeExceptionally(failure(store, "a/0", kind).afterAttempts(attempts));
        boolean refused = kind == Kind.ACCESS_DENIED && attempts == 1;
        assertThat(Arrays1d.awaitFailure(write))
            .asInstanceOf(type(PartialWriteException.class))
            .returns(refused ? List.of() : List.of("a/0"), PartialWriteException::unknown)
            .returns(List.of(), PartialWriteException::stored);
      }
    }
  }

  @Test
  void aFailureAbandonsTheReadsOfOtherChunks() {
    HandStore store = new HandStore();
    CompletableFuture<Void> write = write(store, 1, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
    assertThat(store.keysGot()).containsExactly("a/0", "a/2");
    put(store, "a/1").completeExceptionally(failure(store, "a/1", Kind.ACCESS_DENIED));

    assertThat(Arrays1d.awaitFailure(write)).hasMessageContaining("'a/1'");
    assertThat(store.get(0).answer()).isCancelled();
    assertThat(store.get(1).answer()).isCancelled();
    assertThat(store.puts).hasSize(1);
  }

  @Test
  void aWriteThatIsStoppedSaysWhatIsStoredAndWhatMayBe() {
    HandStore store = new HandStore(new Limits(100, 3 * 2));
    RegionWriter.Write write = start(store, 0, new byte[20]);
    put(store, "a/1").complete(null);
    put(store, "a/0");
    put(store, "a/2");
    put(store, "a/3");
    PartialWriteException stopped = write.stop(new IllegalStateException("by hand"));

    assertThat(stopped).hasMessageContainingAll("1 of 10", "3 may be", "by hand");
    assertThat(stopped.stored()).containsExactly("a/1");
    assertThat(stopped.unknown()).containsExactly("a/0", "a/2", "a/3");
    store.puts.forEach(put -> put.answer().complete(null));
    assertThat(store.puts).as("no other starts").hasSize(4);
    assertThat(write.done()).isCancelled();
  }

  @Test
  void whatIsStoredOfAMillionChunksIsListedAsItIsAskedFor() throws Exception {
    HandStore held = new HandStore();
    AsyncStore store =
        new ForwardingStore(held) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            String[] index = key.split("/", -1);
            boolean isFree =
                Integer.parseInt(index[1]) * 1_000 + Integer.parseInt(index[2]) < 20_300;
            return isFree
                ? CompletableFuture.completedFuture(null)
                : held.put(key, value, condition);
          }
        };
    ArrayMetadata metadata =
        new ArrayMetadata(
            2,
            new long[] {1_000, 1_000},
            new int[] {1, 1},
            new DataType(DataType.Kind.SIGNED, 1, ByteOrder.BIG_ENDIAN),
            Codecs.none(),
            new byte[1],
            ChunkKeys.v2("/"),
            List.of(),
            null);
    CompletableFuture<Void> write =
        new RegionWriter(store, "a", metadata, false)
            .write(new byte[1_000_000], new int[] {1_000, 1_000}, new long[2])
            .done();

    awaitPut(held, 2 * Limits.DEFAULT.maxInFlight() - 1); // No other fits beside them.
    Map<String, CompletableFuture<Void>> answers =
        held.puts.stream().collect(toMap(HandStore.Put::key, HandStore.Put::answer));
    StoreException timeout = failure(store, "a/20/300", Kind.TIMEOUT);
    answers.remove("a/20/300").completeExceptionally(timeout);
    answers.values().forEach(answer -> answer.complete(null));

    PartialWriteException e = (PartialWriteException) Arrays1d.awaitFailure(write);
    assertThat(e.stored()).hasSize(20_300 + answers.size());
    assertThat(e.stored().get(0)).isEqualTo("a/0/0");
    assertThat(e.stored().get(20_299)).isEqualTo("a/20/299");
    assertThat(e.stored().get(20_300)).isEqualTo("a/20/301");
    assertThat(e.stored()).contains("a/18/999").doesNotContain("a/20/300", "a/999/999");
    assertThat(e.unknown()).containsExactly("a/20/300");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      PartialWriteException copy = (PartialWriteException) in.readObject();
      assertThat(copy.stored().get(1_001)).isEqualTo("a/1/1");
    }
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
