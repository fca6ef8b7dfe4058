package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads and puts of partial chunks do not wait for each other, however little may be in flight. */
class TinyLimitsWriteTest {

  private static final int CHUNK = 100;
  private static final ForkJoinPool THREADS = new ForkJoinPool(4);

  /** Answers from threads of its own, when the body is let in. */
  private static final class MemoryTransport extends ForwardingStore implements Transport {

    MemoryTransport() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
      return delegate()
          .get(key, options)
          .thenComposeAsync(
              fetched ->
                  admission
                      .admit(fetched instanceof Fetched.Found found ? found.bytes().length : 0)
                      .thenApplyAsync(nothing -> fetched, THREADS),
              THREADS);
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      return CompletableFuture.runAsync(() -> {}, THREADS)
          .thenCompose(nothing -> delegate().put(key, value, condition));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, false", "1, 1, true", "1, 100, true", "3, 1, true", "2, 150, false"})
  void writersOfPartsOfTheSameChunksEnd(int maxInFlight, long maxBytes, boolean conditional) {
    FetchOptions options =
        FetchOptions.DEFAULT.limits(new Limits(maxInFlight, maxBytes)).maxAttempts(1);
    try (FetchStore store = new FetchStore(new MemoryTransport(), options)) {
      RegionWriter writer =
          new RegionWriter(store, "a", Arrays1d.metadata(1_000, CHUNK), conditional);
      List<CompletableFuture<Void>> writes = new ArrayList<>();
      for (int offset = 0; offset < 50; offset++) {
        byte[] values = new byte[950];
        Arrays.fill(values, (byte) offset);
        writes.add(writer.write(values, new int[] {950}, new long[] {offset}).done());
      }
      writes.forEach(Arrays1d::await);

      byte[] first = ((Fetched.Found) Arrays1d.await(store.get("a/0"))).bytes();
      assertThat(IntStream.range(0, 50)).allMatch(i -> first[i] == i);
    }
  }
}
