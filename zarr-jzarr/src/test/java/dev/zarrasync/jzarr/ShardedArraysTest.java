package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.prefetch.PrefetchOptions;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arrays of Zarr v3 in shards, as JZarr sees them: of the chunks that can be read alone. */
class ShardedArraysTest {

  private final Gets store = new Gets();

  /** Tells of the objects that are asked for, and of the ranges in them. */
  private static final class Gets extends ForwardingStore {
    final ConcurrentLinkedQueue<String> gets = new ConcurrentLinkedQueue<>();

    Gets() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      gets.add(key + " " + options.range().getClass().getSimpleName());
      return delegate().get(key, options);
    }

    List<String> ofShards() {
      List<String> taken = gets.stream().filter(get -> !get.contains("zarr")).toList();
      gets.clear();
      return taken;
    }
  }

  @BeforeEach
  void writeArray() throws IOException {
    AsyncArray array =
        AsyncArray.create(
            store,
            "a",
            NewArray.of("float32", 10, 12)
                .chunks(2, 3)
                .shards(8, 6)
                .fillValue(-1)
                .attributes(Map.of("units", "m")));
    float[] values = new float[8 * 12];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    array.write(values, new long[2], new int[] {8, 12}).join();
    store.gets.clear();
  }

  private static float[] expected(int row, int column, int rows, int columns) {
    float[] expected = new float[rows * columns];
    for (int i = 0; i < expected.length; i++) {
      int from = row + i / columns;
      expected[i] = from >= 8 ? -1 : from * 12 + column + i % columns;
    }
    return expected;
  }

  private List<ZarrArray> opened() throws IOException {
    AsyncStore prefix = new PrefixStore(store, "a");
    return List.of(JZarrs.openArray(store, "a"), ZarrArray.open(JZarrs.asJZarrStore(prefix)));
  }

  @Test
  void jzarrSeesInnerChunks() throws Exception {
    for (ZarrArray array : opened()) {
      assertThat(array.getShape()).containsExactly(10, 12);
      assertThat(array.getChunks()).containsExactly(2, 3);
      assertThat(array.getFillValue().doubleValue()).isEqualTo(-1);
      assertThat(array.getAttributes()).isEqualTo(Map.of("units", "m"));
      assertThat(array.read()).isEqualTo(expected(0, 0, 10, 12));
      assertThat(array.read(new int[] {3, 4}, new int[] {6, 4})).isEqualTo(expected(6, 4, 3, 4));
    }
  }

  @Test
  void whatJZarrWritesIsStoredInTheShards() throws Exception {
    for (ZarrArray array : opened()) {
      float[] values = {100, 101, 102, 103, 104, 105};
      array.write(values, new int[] {3, 2}, new int[] {7, 5});

      assertThat(array.read(new int[] {3, 2}, new int[] {7, 5})).isEqualTo(values);
      AsyncArray read = AsyncArray.open(store, "a").join();
      assertThat(read.read(new long[] {7, 5}, new int[] {3, 2}).join()).isEqualTo(values);
      assertThat(read.read(new long[] {6, 0}, new int[] {1, 12}).join())
          .isEqualTo(expected(6, 0, 1, 12));
    }
  }

  @Test
  void aChunkThatIsAskedForAloneCostsTheIndexOnce() throws Exception {
    var prefix = new PrefixStore(store, "a");
    var decoded = JZarrs.asJZarrStore(prefix);
    var unused = ZarrArray.open(decoded);
    store.ofShards();

    assertThat(decoded.getInputStream("3/1")).hasBinaryContent(bytes(6, 3));
    assertThat(store.ofShards()).containsExactly("a/c/0/0 Suffix", "a/c/0/0 Span");
    assertThat(decoded.getInputStream("0/0")).hasBinaryContent(bytes(0, 0));
    assertThat(store.ofShards()).first().isEqualTo("a/c/0/0 Span");
    assertThat(decoded.getInputStream("4/0")).as("not stored").isNull();
  }

  /** The decoded inner chunk that starts at an element. */
  private static byte[] bytes(int row, int column) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : expected(row, column, 2, 3)) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  @Test
  void aChunkInAShardIsNotDeletedAlone() throws Exception {
    var decoded = JZarrs.asJZarrStore(new PrefixStore(store, "a"));
    ZarrArray array = ZarrArray.open(decoded);

    assertThatThrownBy(() -> decoded.delete("0/0"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a chunk in a shard cannot be deleted alone");
    assertThat(array.read()).isEqualTo(expected(0, 0, 10, 12));
  }

  @Test
  void chunksThatAreMissingInAShardCostOneRequestForAsLongAsThatIsBelieved() throws Exception {
    AsyncArray array =
        AsyncArray.create(
            store, "b", NewArray.of("float32", 16, 12).chunks(2, 3).shards(8, 6).fillValue(-1));
    array.write(new float[6], new long[] {4, 3}, new int[] {2, 3}).join();
    store.gets.clear();
    var believing = PrefetchOptions.DEFAULT.absentLife(Duration.ofDays(1));
    var decoded = JZarrs.asJZarrStore(new PrefixStore(store, "b"), believing);

    float[] values = (float[]) ZarrArray.open(decoded).read();

    assertThat(values[4 * 12 + 3]).isZero();
    assertThat(values[4 * 12 + 2]).isEqualTo(-1);
    assertThat(store.ofShards())
        .as("of 32 chunks in four shards one is stored")
        .containsExactlyInAnyOrder(
            "b/c/0/0 Suffix", "b/c/0/0 Span", "b/c/0/1 Suffix", "b/c/1/0 Suffix", "b/c/1/1 Suffix");
  }

  @Test
  void readersAheadGiveOutWhatIsStoredNow() throws Exception {
    ZarrArray array = ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, "a")));
    for (int i = 0; i < 3; i++) {
      int value = i;
      float[] row = new float[12];
      IntStream.range(0, 12).forEach(column -> row[column] = 1_000 + value);

      JZarrs.openArray(store, "a").write(row, new int[] {1, 12}, new int[] {i, 0});

      assertThat(array.read(new int[] {1, 12}, new int[] {i, 0})).isEqualTo(row);
    }
  }
}
