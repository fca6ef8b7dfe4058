package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many requests a planned read takes, with the engine and 256 requests in flight. */
class PlannedReadTest {

  /** Answers from threads of its own, in no set order, and keeps what it was asked. */
  private static final class Recorder extends ForwardingStore implements Transport {
    private static final ForkJoinPool THREADS = new ForkJoinPool(4);

    final Queue<String> requests = new ConcurrentLinkedQueue<>();
    final Queue<GetOptions> options = new ConcurrentLinkedQueue<>();
    volatile String gone = "";

    Recorder(MemoryStore objects) {
      super(objects);
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions wanted, Admission admission) {
      requests.add("GET " + key);
      options.add(wanted);
      if (key.equals(gone)) {
        return CompletableFuture.completedFuture(Fetched.MISSING);
      }
      return CompletableFuture.supplyAsync(() -> delegate().get(key, wanted), THREADS)
          .thenCompose(answer -> answer);
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions wanted) {
      return get(key, wanted, Admission.OPEN);
    }

    @Override
    public CompletableFuture<ListPage> list(ListRequest request) {
      requests.add("LIST " + request.prefix());
      return CompletableFuture.supplyAsync(() -> delegate().list(request), THREADS)
          .thenCompose(answer -> answer);
    }

    long count(String method) {
      return requests.stream().filter(request -> request.startsWith(method)).count();
    }
  }

  private final MemoryStore objects = new MemoryStore();
  private final Recorder recorder = new Recorder(objects);
  private final FetchStore store = new FetchStore(recorder, FetchOptions.DEFAULT);

  private void put(int chunk) {
    objects.put("a/" + chunk, new byte[] {(byte) chunk}).join();
  }

  private byte[] read(int from, int count, ListPolicy policy) {
    byte[] buffer = new byte[count];
    Arrays1d.await(
        new RegionReader(
                store, "a", Arrays1d.metadata(10_000, 1), ArrayOptions.DEFAULT.listPolicy(policy))
            .read(buffer, new int[] {count}, new long[] {from}));
    return buffer;
  }

  private static byte[] expected(int count, int step) {
    byte[] values = new byte[count];
    Arrays.fill(values, (byte) -1);
    IntStream.range(0, count).filter(i -> i % step == 0).forEach(i -> values[i] = (byte) i);
    return values;
  }

  @Test
  void aSparseArrayTakesFewRequestsByDefault() {
    IntStream.iterate(0, i -> i < 10_000, i -> i + 100).forEach(this::put);

    assertThat(read(0, 10_000, ListPolicy.AUTO)).isEqualTo(expected(10_000, 100));

    assertThat(recorder.requests).hasSizeLessThanOrEqualTo(400);
    assertThat(recorder.count("LIST")).isEqualTo(1);
  }

  @Test
  void aSparseArrayThatIsListedFirstTakesARequestForEachChunk() {
    IntStream.iterate(0, i -> i < 10_000, i -> i + 100).forEach(this::put);

    assertThat(read(0, 10_000, ListPolicy.FIRST)).isEqualTo(expected(10_000, 100));

    assertThat(recorder.requests).hasSize(101);
    put(50);
    assertThat(read(0, 100, ListPolicy.FIRST)[50]).as("stored since").isEqualTo((byte) 50);
  }

  @Test
  void aDenseArrayIsReadWithAGetForEachChunkAndAtMostAFewPages() {
    IntStream.range(0, 1_289).forEach(this::put);

    assertThat(read(0, 1_289, ListPolicy.AUTO)).isEqualTo(expected(1_289, 1));

    assertThat(recorder.count("GET")).isEqualTo(1_289);
    assertThat(recorder.count("LIST")).isLessThanOrEqualTo(2);
  }

  @Test
  void aReadOfTwoRoundsOfGetsListsNothing() {
    assertThat(read(0, 511, ListPolicy.AUTO)).containsOnly(-1);
    assertThat(recorder.count("GET")).isEqualTo(511);
    assertThat(recorder.count("LIST")).isZero();
  }

  @Test
  void aWriteThroughTheStoreIsSeenByTheNextRead() {
    assertThat(read(0, 1_000, ListPolicy.FIRST)).containsOnly(-1);
    store.put("a/7", new byte[] {7}).join();
    assertThat(read(7, 1, ListPolicy.AUTO)).containsExactly(7);
    assertThat(read(0, 1_000, ListPolicy.FIRST)[7]).isEqualTo((byte) 7);
  }

  @Test
  void whatAListingShowedAndIsGoneIsAnError() {
    put(3);
    recorder.gone = "a/3";

    Throwable failure =
        Arrays1d.awaitFailure(
            new RegionReader(
                    store,
                    "a",
                    Arrays1d.metadata(10_000, 1),
                    ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST))
                .read(new byte[10], new int[] {10}, new long[1]));
    assertThat(failure)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessageContainingAll("a/3", "listing");
    assertThat(recorder.count("GET")).as("asked for once more").isEqualTo(2);
  }

  @Test
  void aLargeChunkIsReadInRangesOfOneVersion() {
    int size = 20 << 20;
    byte[] chunk = new byte[size];
    IntStream.range(0, size).forEach(i -> chunk[i] = (byte) (i >> 10));
    objects.put("a/0", chunk).join();
    byte[] buffer = new byte[size];

    Arrays1d.await(
        new RegionReader(
                store,
                "a",
                Arrays1d.metadata(size, size),
                ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST))
            .read(buffer, new int[] {size}, new long[1]));

    assertThat(Arrays.equals(buffer, chunk)).isTrue();
    assertThat(recorder.count("GET")).as("of 2 MiB, a 32nd of the bytes in flight").isEqualTo(10);
    assertThat(recorder.options)
        .allMatch(wanted -> wanted.condition() instanceof Condition.Unchanged);
  }

  @Test
  void aLargeChunkThatChangesBetweenListingAndGetIsReadWhole() {
    int size = 20 << 20;
    objects.put("a/0", new byte[size]).join();
    RegionReader reader =
        new RegionReader(
            store,
            "a",
            Arrays1d.metadata(size, size),
            ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST));
    byte[] buffer = new byte[size];
    int[] shape = {size};
    Arrays1d.await(reader.read(buffer, shape, new long[1]));
    byte[] changed = new byte[size];
    Arrays.fill(changed, (byte) 1);
    objects.put("a/0", changed).join();

    Arrays1d.await(reader.read(buffer, shape, new long[1]));

    assertThat(Arrays.equals(buffer, changed)).isTrue();
  }

  @Test
  void aPartOfAChunkThatIsNotCompressedIsReadAlone() {
    int size = 2 << 20;
    byte[] chunk = new byte[size];
    IntStream.range(0, size).forEach(i -> chunk[i] = (byte) ((i * 31) >> 7));
    objects.put("a/0", chunk).join();
    byte[] buffer = new byte[100];
    RegionReader reader =
        new RegionReader(
            store,
            "a",
            Arrays1d.metadata(size, size),
            ArrayOptions.DEFAULT.listPolicy(ListPolicy.AUTO));
    int[] shape = {buffer.length};

    Arrays1d.await(reader.read(buffer, shape, new long[] {700_000}));

    assertThat(buffer).isEqualTo(Arrays.copyOfRange(chunk, 700_000, 700_100));
    Arrays1d.await(reader.read(buffer, shape, new long[] {700_100}));
    assertThat(buffer).isEqualTo(Arrays.copyOfRange(chunk, 700_100, 700_200));
    assertThat(recorder.options)
        .as("whole when it is read again")
        .extracting(GetOptions::range)
        .containsExactly(ByteRange.of(700_000, 100), ByteRange.ALL);
  }

  @Test
  void aPartOfAChunkOfTheWrongSizeIsAnError() {
    int size = 2 << 20;
    objects.put("a/0", new byte[size - 1]).join();
    RegionReader reader =
        new RegionReader(
            store,
            "a",
            Arrays1d.metadata(size, size),
            ArrayOptions.DEFAULT.listPolicy(ListPolicy.AUTO));
    assertThat(Arrays1d.awaitFailure(reader.read(new byte[1], new int[] {1}, new long[1])))
        .hasMessageContainingAll("CORRUPT", "2097151 bytes instead of 2097152", "a/0");
  }

  @Test
  void everyPolicyReadsTheSame() {
    IntStream.iterate(0, i -> i < 3_000, i -> i + 3).forEach(this::put);
    for (ListPolicy policy : ListPolicy.values()) {
      assertThat(read(0, 3_000, policy)).as(policy.name()).isEqualTo(expected(3_000, 3));
    }
  }

  @Test
  void readersAtOnceReadTheSame() {
    IntStream.iterate(0, i -> i < 2_000, i -> i + 50).forEach(this::put);
    AtomicInteger done = new AtomicInteger();
    List<CompletableFuture<Void>> reads =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          assertThat(read(0, 2_000, ListPolicy.FIRST))
                              .isEqualTo(expected(2_000, 50));
                          done.incrementAndGet();
                        }))
            .toList();
    reads.forEach(Arrays1d::await);
    assertThat(done).hasValue(8);
  }
}
