package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many readers of one array, with a cache between them and the store. */
class SharedReadsTest {

  private static final int THREADS = 32;
  private static final int SIZE = 64;

  /** Answers on another thread, so that gets of one key meet. */
  private static final class LateStore extends RecordingStore {
    LateStore(AsyncStore store) {
      super(store);
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      return super.get(key, options).thenApplyAsync(fetched -> fetched);
    }
  }

  @Test
  void thirtyTwoThreadsThatReadOverlappingRegionsCauseOneGetForEachChunk() throws Exception {
    MemoryStore memory = new MemoryStore();
    int[] values = IntStream.range(0, SIZE * SIZE).toArray();
    JZarrs.createArray(
            memory, "a", new ArrayParams().shape(SIZE, SIZE).chunks(8, 8).dataType(DataType.i4))
        .write(values, new int[] {SIZE, SIZE}, new int[] {0, 0});
    RecordingStore counting = new LateStore(memory);
    CachingStore store = new CachingStore(counting, 1 << 20);
    ExecutorService readers = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(THREADS);
    try {
      List<Future<?>> reads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        reads.add(
            readers.submit(
                () -> {
                  ZarrArray array = JZarrs.openArray(store, "a");
                  start.countDown();
                  start.await();
                  for (int n = 0; n < 10; n++) {
                    readSomeRegion(array, random);
                  }
                  return null;
                }));
      }
      for (Future<?> read : reads) {
        read.get(60, TimeUnit.SECONDS);
      }
    } finally {
      readers.shutdownNow();
    }

    assertThat(counting.gets)
        .doesNotHaveDuplicates()
        .contains("a/.zarray", "a/zarr.json")
        .as("the metadata of both versions, and all chunks")
        .hasSize(2 + 64);
  }

  private static void readSomeRegion(ZarrArray array, Random random) throws Exception {
    int[] shape = {1 + random.nextInt(SIZE), 1 + random.nextInt(SIZE)};
    int[] offset = {random.nextInt(SIZE - shape[0] + 1), random.nextInt(SIZE - shape[1] + 1)};
    int[] region = (int[]) array.read(shape, offset);
    for (int i = 0; i < region.length; i++) {
      int row = offset[0] + i / shape[1];
      int column = offset[1] + i % shape[1];
      assertThat(region[i]).isEqualTo(row * SIZE + column);
    }
  }
}
