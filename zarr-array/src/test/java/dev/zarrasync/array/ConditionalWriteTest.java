package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Updates of chunks by writers that know nothing of each other, as in two processes. */
class ConditionalWriteTest {

  private static final int CHUNK = 64;

  private final MemoryStore memory = new MemoryStore();

  /** A process of its own: writers put their updates of one URL in order. */
  private static class SeparateProcess extends ForwardingStore {
    private final String name;

    SeparateProcess(String name, AsyncStore store) {
      super(store);
      this.name = name;
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      return delegate().get(key, options);
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      return delegate().put(key, value, condition);
    }

    @Override
    public String url(String key) {
      return name + "://" + key;
    }
  }

  private static RegionWriter writer(AsyncStore store) {
    return new RegionWriter(store, "a", Arrays1d.metadata(1_000, CHUNK), true);
  }

  private static CompletableFuture<Void> write(AsyncStore store, int offset, byte... values) {
    return writer(store).write(values, new int[] {values.length}, new long[] {offset}).done();
  }

  private byte[] stored(String key) {
    return ((Fetched.Found) Arrays1d.await(memory.get(key))).bytes();
  }

  @Test
  void twoProcessesThatWriteHalvesOfTheSameChunksLoseNoUpdate() {
    int chunks = 4;
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      AsyncStore process = new SeparateProcess("process" + half, memory);
      for (int thread = 0; thread < 4; thread++) {
        int first = half * CHUNK / 2 + thread * 8;
        threads.add(
            CompletableFuture.supplyAsync(() -> writeAll(process, first, chunks))
                .thenCompose(
                    writes ->
                        CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))));
      }
    }
    threads.forEach(Arrays1d::await);
    for (int chunk = 0; chunk < chunks; chunk++) {
      byte[] bytes = stored("a/" + chunk);
      assertThat(IntStream.range(0, CHUNK)).allMatch(i -> bytes[i] == i);
    }
  }

  private static List<CompletableFuture<Void>> writeAll(AsyncStore process, int first, int chunks) {
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    for (int i = first; i < first + 8; i++) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        writes.add(write(process, chunk * CHUNK + i, (byte) i));
      }
    }
    return writes;
  }

  @Test
  void aChunkThatAnotherProcessChangedMeanwhileIsReadAgain() {
    AtomicInteger gets = new AtomicInteger();
    List<Condition> puts = new ArrayList<>();
    SeparateProcess store =
        new SeparateProcess("here", memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            gets.incrementAndGet();
            return super.get(key, options);
          }

          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            puts.add(condition);
            if (puts.size() < 3) {
              Arrays1d.await(memory.put(key, filled((byte) puts.size())));
            }
            return super.put(key, value, condition);
          }
        };
    Arrays1d.await(write(store, 5, (byte) 9));

    byte[] expected = filled((byte) 2);
    expected[5] = 9;
    assertThat(stored("a/0")).isEqualTo(expected);
    assertThat(gets).hasValue(3);
    assertThat(puts)
        .containsExactly(
            Condition.ABSENT, new Condition.Unchanged("\"1\""), new Condition.Unchanged("\"3\""));
  }

  private static byte[] filled(byte value) {
    byte[] bytes = new byte[CHUNK];
    Arrays.fill(bytes, value);
    return bytes;
  }

  @Test
  void whoIsAlwaysTooLateGivesUp() {
    AtomicInteger puts = new AtomicInteger();
    SeparateProcess store =
        new SeparateProcess("here", memory) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            puts.incrementAndGet();
            return CompletableFuture.failedFuture(
                StoreException.ifNotHolding(this, key, condition));
          }
        };
    assertThat(Arrays1d.awaitFailure(write(store, 5, (byte) 9)))
        .isInstanceOf(PartialWriteException.class)
        .hasMessageContainingAll("50", "PRECONDITION_FAILED", "'a/0'", "here://a/0");
    assertThat(puts).hasValue(ChunkUpdate.MAX_ATTEMPTS);
  }

  @Test
  void wholeChunksArePutWithoutACondition() {
    HandStore store = new HandStore(); // It cannot put on a condition.
    CompletableFuture<Void> write = write(store, 0, filled((byte) 1));
    while (store.puts.isEmpty()) {
      Thread.onSpinWait();
    }
    store.puts.get(0).answer().complete(null);
    Arrays1d.await(write);
    assertThat(store.gets).isEmpty();
  }

  @Test
  void aStoreThatCannotPutOnAConditionIsAnError() {
    AsyncStore store =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            return CompletableFuture.failedFuture(
                new StoreException(Kind.UNSUPPORTED, this, key, "by hand", null));
          }
        };
    assertThat(Arrays1d.awaitFailure(write(store, 5, (byte) 9)))
        .isInstanceOfSatisfying(
            PartialWriteException.class,
            e ->
                assertThat(e.getCause())
                    .hasFieldOrPropertyWithValue("kind", Kind.UNSUPPORTED)
                    .hasMessageContainingAll("'a/0'", store.url("a/0")));
    assertThat(Arrays1d.await(memory.get("a/0"))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void aStoreWithoutEntityTagsIsAnError() {
    SeparateProcess store =
        new SeparateProcess("here", memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return CompletableFuture.completedFuture(
                new Fetched.Found(filled((byte) 1), CHUNK, null));
          }
        };
    assertThat(Arrays1d.awaitFailure(write(store, 5, (byte) 9)))
        .hasMessageContainingAll("UNSUPPORTED", "entity tag", "'a/0'");
  }

  @Test
  void anUpdateDoesNotReadFromACache() {
    for (boolean conditional : new boolean[] {false, true}) {
      CachingStore cache = new CachingStore(new SeparateProcess("here", memory), 1 << 20);
      Arrays1d.await(memory.put("a/0", filled((byte) 1)));
      Arrays1d.await(cache.get("a/0"));
      Arrays1d.await(memory.put("a/0", filled((byte) 2))); // By another process.
      RegionWriter writer =
          new RegionWriter(cache, "a", Arrays1d.metadata(1_000, CHUNK), conditional);
      Arrays1d.await(writer.write(new byte[] {9}, new int[] {1}, new long[] {5}).done());

      byte[] expected = filled((byte) 2);
      expected[5] = 9;
      assertThat(stored("a/0")).isEqualTo(expected);
      Fetched.Found read = (Fetched.Found) Arrays1d.await(cache.get("a/0", ByteRange.ALL));
      assertThat(read.bytes()).isEqualTo(expected);
    }
  }
}
