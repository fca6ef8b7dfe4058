package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JZarrsTest {

  private static final Compressor ZLIB = CompressorFactory.create("zlib", "level", 1);
  private static final Compressor BLOSC = CompressorFactory.createDefaultCompressor();

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);

  private static ArrayParams params(int... shape) {
    return new ArrayParams().shape(shape).dataType(DataType.i4).compressor(ZLIB);
  }

  private void put(String key, String value) {
    memory.put(key, value.getBytes(StandardCharsets.UTF_8)).join();
  }

  @Test
  void openingCostsOneGetForEachVersionTheFirstTimeAndNoneSoonAfter() throws Exception {
    JZarrs.createArray(memory, "a/b", params(4, 4).chunks(2, 2));

    for (int i = 0; i < 10; i++) {
      JZarrs.openArray(store, "a/b");
    }
    assertThat(store.gets).containsExactly("a/b/.zarray", "a/b/zarr.json");
    assertThat(store.lists).isEmpty();
  }

  @Test
  void aReadFetchesEachChunkOfItsRegionOnce() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", params(6, 6).chunks(2, 2));
    array.write(7);
    store.gets.clear();

    int[] values = (int[]) array.read(new int[] {3, 2}, new int[] {1, 2});
    assertThat(values).containsOnly(7).hasSize(6);
    assertThat(store.gets).containsExactlyInAnyOrder("a/0.1", "a/1.1");
  }

  @Test
  void allOverloadsReadAndWrite() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", params(3, 4).chunks(2, 3));
    array.write(5);
    array.write(6, new int[] {1, 2}, new int[] {0, 0});
    array.write(new int[] {1, 2}, new int[] {2, 1}, new int[] {1, 3});

    int[] all = {6, 6, 5, 5, 5, 5, 5, 1, 5, 5, 5, 2};
    assertThat(array.read()).isEqualTo(all);
    assertThat(array.read(new int[] {3, 4})).isEqualTo(all);
    assertThat(array.read(new int[] {2, 1}, new int[] {1, 3})).isEqualTo(new int[] {1, 2});
    Object buffer = new int[12]; // As an int[] it would be taken for a shape.
    array.read(buffer, new int[] {3, 4});
    assertThat(buffer).isEqualTo(all);
    double[] converted = new double[2];
    array.read(converted, new int[] {2, 1}, new int[] {1, 3});
    assertThat(converted).containsExactly(1, 2);
  }

  @Test
  void anArrayIsAJZarrArrayInEveryRespect() throws Exception {
    ZarrArray array =
        JZarrs.createArray(
            store,
            "a",
            params(3, 4).chunks(2, 3).fillValue(9.0).dimensionSeparator(DimensionSeparator.SLASH),
            Map.of("unit", "m"));
    ZarrArray stock = ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(memory, "a")));

    assertThat(array.getShape()).isEqualTo(stock.getShape());
    assertThat(array.getChunks()).isEqualTo(stock.getChunks());
    assertThat(array.getDataType()).isEqualTo(stock.getDataType());
    assertThat(array.getFillValue()).isEqualTo(stock.getFillValue());
    assertThat(array.getByteOrder()).isEqualTo(stock.getByteOrder());
    assertThat(array.getDimensionSeparator()).isEqualTo(DimensionSeparator.SLASH);
    assertThat(array.getCompressor().getId()).isEqualTo("zlib");
    assertThat(array.getAttributes()).isEqualTo(Map.of("unit", "m"));
    array.writeAttributes(Map.of("unit", "km"));
    assertThat(array.getAttributes()).isEqualTo(Map.of("unit", "km"));
    assertThat(array).hasToString(array.toString()).asString().contains("ZarrArray", "[3, 4]");
    assertThat(array).isNotEqualTo(stock);
  }

  @Test
  @SuppressWarnings("DirectInvocationOnMock") // That is what is tested.
  void theGeneratedClassCanBeMocked() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", params(2).chunks(2));
    array.write(3);

    ZarrArray mocked = mock(array.getClass());
    when(mocked.read()).thenReturn(new int[] {1});
    assertThat(mocked.read()).isEqualTo(new int[] {1});

    ZarrArray spied = spy(array);
    assertThat(spied.read()).isEqualTo(new int[] {3, 3});
    doReturn(new int[] {99}).when(spied).getShape();
    assertThat(spied.getShape()).containsExactly(99);
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void bloscNeedsNoSystemLibrary(DataType type) throws Exception {
    ArrayParams params =
        new ArrayParams().shape(20, 30).chunks(7, 11).dataType(type).compressor(BLOSC);
    ZarrArray array = JZarrs.createArray(store, "a", params);
    double[] values = IntStream.range(0, 600).mapToDouble(i -> i % 100).toArray();
    array.write(values, new int[] {20, 30}, new int[2]);

    double[] read = new double[600];
    JZarrs.openArray(store, "a").read(read, new int[] {20, 30});
    assertThat(read).isEqualTo(values);
    assertThat(array.getCompressor().getId()).isEqualTo("blosc");
  }

  @Test
  void groupsOpenAndCreateArraysAndGroups() throws Exception {
    ZarrGroup root = JZarrs.createGroup(store, "", Map.of("name", "root"));
    ZarrGroup sub = root.createSubGroup("sub/group", Map.of("name", "sub"));
    sub.createArray("array", params(4).chunks(2)).write(8);

    ZarrGroup opened = JZarrs.openGroup(store, "");
    assertThat(opened.getAttributes()).containsEntry("name", "root");
    ZarrArray array = opened.openSubGroup("sub/group").openArray("array");
    assertThat(array.read()).isEqualTo(new int[] {8, 8, 8, 8});
    assertThat(array.getClass()).isNotEqualTo(ZarrArray.class);
    assertThat(opened.openArray("/sub//group/array/").read()).isEqualTo(array.read());
    assertThatThrownBy(() -> opened.openSubGroup("none"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'.zgroup' expected", "none/.zgroup", memory.url("none/.zgroup"));
  }

  @Test
  void creatingDeletesWhatWasThere() throws Exception {
    JZarrs.createArray(store, "a", params(4).chunks(1)).write(1);
    put("ab/other", "stays");
    ZarrArray again = JZarrs.createArray(store, "a", params(4).chunks(2));

    assertThat(again.read()).isEqualTo(new int[4]);
    assertThat(memory.get("a/3").join()).isEqualTo(Fetched.MISSING);
    assertThat(memory.get("ab/other").join()).isInstanceOf(Fetched.Found.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "/"})
  void aSeparatorThatIsNotNamedIsFoundWithoutListingTheArray(String separator) throws Exception {
    put(
        "a/.zarray",
        """
        {"zarr_format": 2, "shape": [40, 40], "chunks": [1, 1], "dtype": "|u1",
         "compressor": null, "fill_value": 0, "order": "C", "filters": null}
        """);
    memory.put("a/0" + separator + "0", new byte[] {5}).join();
    memory.put("a/7" + separator + "3", new byte[] {6}).join();

    ZarrArray array = JZarrs.openArray(store, "a");
    assertThat(array.getDimensionSeparator().getSeparatorChar()).isEqualTo(separator);
    assertThat(array.read(new int[] {1, 1}, new int[] {7, 3})).isEqualTo(new byte[] {6});
    assertThat(store.gets)
        .containsExactlyInAnyOrder(
            "a/.zarray", "a/zarr.json", "a/0.0", "a/0/0", "a/7" + separator + "3");
    assertThat(store.lists).isEmpty();
  }

  @Test
  void whereTheFirstChunkIsAbsentOnePageTellsTheSeparator() throws Exception {
    put(
        "a/.zarray",
        """
        {"zarr_format": 2, "shape": [40, 40], "chunks": [1, 1], "dtype": "|u1",
         "compressor": null, "fill_value": 0, "order": "C", "filters": null}
        """);
    memory.put("a/7/3", new byte[] {6}).join();

    ZarrArray array = JZarrs.openArray(store, "a");
    assertThat(array.getDimensionSeparator()).isEqualTo(DimensionSeparator.SLASH);
    assertThat(store.lists).hasSize(1);
  }

  @Test
  void oneChunkOfABillionCostsOneGet() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", params(1 << 30, 1 << 30).chunks(32, 32));
    store.gets.clear();

    array.read(new int[] {1, 1}, new int[] {1 << 29, 5});
    assertThat(store.gets).containsExactly("a/16777216.0");
    assertThatThrownBy(array::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("does not fit in a Java array", "'a'", memory.url("a"));
  }

  @Test
  void aShapeWhoseProductOverflowsIsAnErrorThatNamesTheArrayAndItsUrl() throws Exception {
    ZarrArray array =
        JZarrs.createArray(
            store, "a", params(1 << 16, 1 << 16, 1 << 16, 1 << 16).chunks(8, 8, 8, 8));
    int[] shape = array.getShape(); // Its product is 0 as a long, too.

    assertThatThrownBy(array::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("does not fit in a Java array", "'a'", memory.url("a"));
    assertThatThrownBy(() -> array.read((Object) new int[0], shape))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit in a Java array");
    assertThatThrownBy(() -> array.write(7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit in a Java array");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "<html>not here</html>",
        "{}",
        "{'zarr_format':3,'shape':[4],'chunks':[2],'dtype':'<i4','compressor':null}",
        "{'zarr_format':2,'shape':[4],'chunks':[2,2],'dtype':'<i4','compressor':null}",
        "{'zarr_format':2,'shape':[4,4],'chunks':[65536,65536],'dtype':'<i4','compressor':null}",
        "{'zarr_format':2,'shape':[4],'chunks':[2],'dtype':'|S5','compressor':null}",
        "{'zarr_format':2,'shape':[4],'chunks':[2],'dtype':'<i4','compressor':{'id':'pcodec'}}",
        "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':'<i4','compressor':null,'order':'A'}",
        "{'zarr_format':2,'shape':[4],'chunks':[2],'dtype':'<i4','compressor':null,"
            + "'filters':[{'id':'pickle'}]}",
      })
  void metadataThatCannotBeUsedIsAnErrorThatNamesKeyAndUrl(String json) {
    put("a/.zarray", json.replace('\'', '"'));

    assertThatThrownBy(() -> JZarrs.openArray(store, "a"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'a/.zarray'", memory.url("a/.zarray"));
  }

  @Test
  void aMissingArrayIsAnErrorThatNamesKeyAndUrl() {
    assertThatThrownBy(() -> JZarrs.openArray(store, "none"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "'.zarray' expected", "'none/.zarray'", memory.url("none/.zarray"));
  }

  static Stream<Compressor> compressors() {
    return Stream.of(CompressorFactory.nullCompressor, ZLIB, BLOSC);
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void aDamagedChunkIsAnErrorThatNamesKeyAndUrl(Compressor compressor) throws Exception {
    ZarrArray array =
        JZarrs.createArray(store, "a", params(300).chunks(100).compressor(compressor));
    array.write(IntStream.range(0, 300).toArray(), new int[] {300}, new int[1]);
    byte[] good = ((Fetched.Found) memory.get("a/1").join()).bytes();

    List<byte[]> damaged = new ArrayList<>();
    damaged.add(new byte[0]);
    damaged.add(Arrays.copyOf(good, good.length - 1));
    damaged.add(Arrays.copyOf(good, good.length / 2));
    if (compressor == CompressorFactory.nullCompressor) { // Others say where they end.
      damaged.add(Arrays.copyOf(good, good.length + 1));
    }
    damaged.add("<html>".getBytes(StandardCharsets.UTF_8));
    damaged.add(new byte[100_000]);
    for (byte[] chunk : damaged) {
      memory.put("a/1", chunk).join();
      assertThatThrownBy(array::read)
          .as("%d bytes for %d", chunk.length, good.length)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("CORRUPT", "'a/1'", memory.url("a/1"));
    }
  }

  @Test
  void aGetThatFailsFailsTheReadAndCancelsTheOthers() throws Exception {
    JZarrs.createArray(memory, "a", params(100).chunks(1)).write(1);
    List<CompletableFuture<Fetched>> pending = new ArrayList<>();
    ForwardingStore failing =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            if (Paths.isMetadata(key)) {
              return super.get(key, options);
            }
            CompletableFuture<Fetched> get = new CompletableFuture<>();
            pending.add(get);
            if (pending.size() == 100) {
              get.completeExceptionally(
                  new StoreException(Kind.UNAVAILABLE, this, key, "try later", null));
            }
            return get;
          }
        };
    ZarrArray array = JZarrs.openArray(failing, "a");

    assertThatThrownBy(array::read)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("UNAVAILABLE", "'a/99'", memory.url("a/99"));
    assertThat(pending.subList(0, 99)).allSatisfy(get -> assertThat(get).isCancelled());
  }

  @Test
  void anInterruptEndsARead() throws Exception {
    JZarrs.createArray(memory, "a", params(1).chunks(1));
    CompletableFuture<Fetched> never = new CompletableFuture<>();
    ForwardingStore hanging =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return Paths.isMetadata(key) ? super.get(key, options) : never;
          }
        };
    ZarrArray array = JZarrs.openArray(hanging, "a");

    Thread.currentThread().interrupt();
    assertThatThrownBy(array::read)
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining(memory.url("a"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(never).isCancelled();
  }

  @Test
  void aFailedWriteIsAnIoExceptionThatSaysWhatIsStored() throws Exception {
    JZarrs.createArray(memory, "a", params(8).chunks(2));
    ForwardingStore failing =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            return key.equals("a/2")
                ? CompletableFuture.failedFuture(
                    new StoreException(Kind.ACCESS_DENIED, this, key, "by hand", null))
                : super.put(key, value, condition);
          }
        };
    ZarrArray array = JZarrs.openArray(failing, "a");

    assertThatThrownBy(() -> array.write(1))
        .isInstanceOf(PartialWriteException.class)
        .hasMessageContainingAll(" of 4 chunks", "ACCESS_DENIED", "'a/2'", memory.url("a/2"))
        .hasCauseInstanceOf(StoreException.class);
  }

  @Test
  void anInterruptEndsAWriteAndSaysWhatIsStored() throws Exception {
    JZarrs.createArray(memory, "a", params(4).chunks(2));
    CompletableFuture<Void> never = new CompletableFuture<>();
    ForwardingStore hanging =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            return never;
          }
        };
    ZarrArray array = JZarrs.openArray(hanging, "a");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> array.write(1))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("0 of 2 chunks")
        .hasCauseInstanceOf(PartialWriteException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(never).isNotDone();
  }

  @Test
  void chunksOfFillValuesOnlyAreStoredAsJZarrStoresThem() throws Exception {
    MemoryStore theirs = new MemoryStore();
    ArrayParams params = params(12).chunks(4).fillValue(7);
    ZarrArray stock = ZarrArray.create(new StockJZarr(theirs), params);
    ZarrArray array = JZarrs.createArray(memory, "", params);
    for (ZarrArray one : List.of(stock, array)) {
      one.write(7, new int[] {6}, new int[] {0}); // A whole chunk and a part of one.
      one.write(5, new int[] {4}, new int[] {0});
      one.write(7, new int[] {4}, new int[] {0});
    }
    for (String key : List.of("0", "1")) {
      assertThat(((Fetched.Found) memory.get(key).join()).bytes())
          .isEqualTo(((Fetched.Found) theirs.get(key).join()).bytes());
    }
    assertThat(theirs.get("2").join()).isEqualTo(Fetched.MISSING);
    assertThat(memory.get("2").join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void manyThreadsReadAndWriteOneArray() throws Exception {
    ZarrArray array =
        JZarrs.createArray(store, "a", params(64, 64).chunks(16, 16).compressor(BLOSC));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> rows = new ArrayList<>();
      for (int row = 0; row < 64; row++) {
        int r = row;
        rows.add(
            threads.submit(
                () -> {
                  array.write(r + 1, new int[] {1, 64}, new int[] {r, 0});
                  return array.read(new int[] {1, 64}, new int[] {r, 0});
                }));
      }
      for (int row = 0; row < 64; row++) {
        assertThat((int[]) rows.get(row).get(60, TimeUnit.SECONDS)).containsOnly(row + 1);
      }
    } finally {
      threads.shutdownNow();
    }
    int[] all = (int[]) array.read();
    assertThat(all).isEqualTo(IntStream.range(0, 64 * 64).map(i -> i / 64 + 1).toArray());
  }
}
