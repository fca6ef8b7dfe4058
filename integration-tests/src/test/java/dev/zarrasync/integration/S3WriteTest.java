package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes to the chosen server, by many at once. */
@OnS3Server
class S3WriteTest {

  private static final int THREADS = 8;
  private static final int SIZE = 40;
  private static final int CHUNK = 16;

  private final S3Server s3;
  private S3Store store;

  S3WriteTest(S3Server s3) {
    this.s3 = s3;
  }

  @BeforeEach
  void open() {
    store = s3.newStore().build();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static <T> T value(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static Kind failure(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("Not a failure: " + value(future));
    } catch (ExecutionException e) {
      return ((StoreException) e.getCause()).kind();
    }
  }

  private static ArrayParams params() {
    return new ArrayParams()
        .shape(SIZE, SIZE)
        .chunks(CHUNK, CHUNK)
        .dataType(DataType.i4)
        .dimensionSeparator(DimensionSeparator.SLASH)
        .compressor(CompressorFactory.create("zlib", "level", 1));
  }

  private interface Write {
    void by(int thread) throws Exception;
  }

  private static void onThreads(Write write) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(
            () -> {
              write.by(thread);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        value(done);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> keys() throws Exception {
    List<String> keys = new ArrayList<>();
    for (ListRequest request = ListRequest.all(""); request != null; ) {
      ListPage page = value(store.list(request));
      page.objects().stream().map(ListedObject::key).forEach(keys::add);
      request = page.next();
    }
    return keys;
  }

  // Arrays

  @Test
  void threadsThatWritePartsOfTheSameChunksLoseNothing() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", params());
    int[] values = IntStream.range(0, SIZE * SIZE).toArray();
    int rows = SIZE / THREADS;

    // Five rows each: no chunk is one thread's alone.
    onThreads(
        thread ->
            array.write(
                Arrays.copyOfRange(values, thread * rows * SIZE, (thread + 1) * rows * SIZE),
                new int[] {rows, SIZE},
                new int[] {thread * rows, 0}));

    assertThat(JZarrs.openArray(store, "a").read()).isEqualTo(values);
  }

  @Test
  void ofThreadsThatWriteTheSameRegionOneWinsInEachChunk() throws Exception {
    int[] region = {30, 30};
    int corner = 5;
    JZarrs.createArray(store, "a", params());

    onThreads(
        thread ->
            JZarrs.openArray(store, "a").write(thread + 1, region, new int[] {corner, corner}));

    int[] read = (int[]) JZarrs.openArray(store, "a").read();
    int[][] winners = new int[3][3];
    for (int i = 0; i < read.length; i++) {
      int row = i / SIZE;
      int column = i % SIZE;
      boolean inside =
          Math.min(row, column) >= corner && Math.max(row, column) < corner + region[0];
      if (!inside) {
        assertThat(read[i]).as("%d, %d", row, column).isZero();
      } else if (winners[row / CHUNK][column / CHUNK] == 0) {
        winners[row / CHUNK][column / CHUNK] = read[i];
        assertThat(read[i]).isBetween(1, THREADS);
      } else {
        assertThat(read[i])
            .as("%d, %d", row, column)
            .isEqualTo(winners[row / CHUNK][column / CHUNK]);
      }
    }
  }

  @Test
  void creatingAnArrayDeletesATreeOfMoreThanAPageAndNoNeighbour() throws Exception {
    List<CompletableFuture<Void>> puts = new ArrayList<>();
    for (int i = 0; i <= ListRequest.MAX_PAGE_SIZE; i++) {
      puts.add(store.put("a/" + i, new byte[1]));
    }
    for (String neighbour : List.of("a.b", "a0", "b/a/0")) {
      puts.add(store.put(neighbour, new byte[1]));
    }
    for (CompletableFuture<Void> put : puts) {
      value(put);
    }

    JZarrs.createArray(store, "a", params());

    assertThat(keys()).containsExactly("a.b", "a/.zarray", "a0", "b/a/0");
  }

  @Test
  void theDropInStorePublishesAnObjectWhenItsStreamIsClosed() throws Exception {
    try (OutputStream out = JZarrs.asJZarrStore(store).getOutputStream("a/b")) {
      out.write(new byte[100_000]);
      out.flush();
      assertThat(keys()).isEmpty();
    }
    assertThat(((Found) value(store.get("a/b"))).bytes()).isEqualTo(new byte[100_000]);
  }

  // Objects

  @Test
  void aLargeObjectComesBackAsItWent() throws Exception {
    byte[] large = new byte[20 << 20];
    new Random(1).nextBytes(large);

    value(store.put("large", large));

    Found found = (Found) value(store.get("large"));
    assertThat(Arrays.equals(found.bytes(), large)).isTrue();
    Found part = (Found) value(store.get("large", ByteRange.of(9 << 20, 1_000)));
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(large, 9 << 20, (9 << 20) + 1_000));
    assertThat(part.objectSize()).isEqualTo(large.length);
    assertThat(value(store.list(ListRequest.all(""))).objects())
        .extracting(ListedObject::key, ListedObject::size, ListedObject::etag)
        .containsExactly(tuple("large", (long) large.length, found.etag()));
  }

  @Test
  void ofManyWhoCreateAnObjectOneSucceeds() throws Exception {
    List<CompletableFuture<Void>> puts =
        IntStream.range(0, 16)
            .mapToObj(i -> store.put("a", new byte[] {(byte) i}, Condition.ABSENT))
            .toList();

    int winner = -1;
    for (int i = 0; i < puts.size(); i++) {
      CompletableFuture<Void> put = puts.get(i);
      if (value(put.handle((done, error) -> error == null))) {
        assertThat(winner).isEqualTo(-1);
        winner = i;
      } else {
        assertThat(failure(put)).isEqualTo(Kind.PRECONDITION_FAILED);
      }
    }
    assertThat(((Found) value(store.get("a"))).bytes()).containsExactly(winner);
  }

  @Test
  void whoHasNotSeenTheLastChangeCannotReplaceIt() throws Exception {
    value(store.put("a", new byte[] {1}));
    String first = ((Found) value(store.get("a"))).etag();
    value(store.put("a", new byte[] {2}, new Condition.Unchanged(first)));

    assertThat(failure(store.put("a", new byte[] {3}, new Condition.Unchanged(first))))
        .isEqualTo(Kind.PRECONDITION_FAILED);

    Found second =
        (Found) value(store.get("a", GetOptions.ALL.condition(new Condition.Changed(first))));
    assertThat(second.bytes()).containsExactly(2);
    assertThat(
            failure(store.get("a", GetOptions.ALL.condition(new Condition.Changed(second.etag())))))
        .isEqualTo(Kind.NOT_MODIFIED);
    value(store.delete("a"));
    assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
  }
}
