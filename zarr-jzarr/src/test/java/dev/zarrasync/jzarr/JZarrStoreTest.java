package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JZarrStoreTest {

  private static final Compressor NONE = CompressorFactory.nullCompressor;
  private static final Compressor ZLIB = CompressorFactory.create("zlib", "level", 1);
  private static final Compressor BLOSC = CompressorFactory.createDefaultCompressor();

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);
  private final JZarrStore jzarr = JZarrs.asJZarrStore(store);

  static Stream<Compressor> compressors() {
    return Stream.of(NONE, ZLIB, BLOSC);
  }

  private static ArrayParams params(int... shape) {
    return new ArrayParams().shape(shape).dataType(DataType.i4).compressor(ZLIB);
  }

  /** Makes an array that counts up from 0. */
  private int[] array(String path, ArrayParams params) throws Exception {
    ZarrArray array = JZarrs.createArray(memory, path, params);
    int size = Arrays.stream(array.getShape()).reduce(1, (a, b) -> a * b);
    int[] values = IntStream.range(0, size).toArray();
    array.write(values, array.getShape(), new int[array.getShape().length]);
    return values;
  }

  private void put(String key, String value) {
    memory.put(key, value.getBytes(UTF_8)).join();
  }

  private byte[] bytes(String key) {
    return ((Fetched.Found) memory.get(key).join()).bytes();
  }

  private void write(String key, byte[] bytes) throws IOException {
    try (OutputStream out = jzarr.getOutputStream(key)) {
      out.write(bytes);
    }
  }

  private List<String> chunkGets() {
    return store.gets.stream().filter(key -> !Paths.isMetadata(key)).toList();
  }

  private ForwardingStore notListing(Kind kind) {
    return new ForwardingStore(memory) {
      @Override
      public CompletableFuture<ListPage> list(ListRequest request) {
        return CompletableFuture.failedFuture(
            new StoreException(kind, this, request.prefix(), "no listing", null));
      }
    };
  }

  // Reading

  @Test
  void openingCostsOneGetForEachVersionTheFirstTimeAndNoneSoonAfter() throws Exception {
    array("", params(8, 8).chunks(2, 2));
    ZarrArray.open(jzarr);
    ZarrArray.open(jzarr);
    ZarrArray.open(JZarrs.asJZarrStore(store));
    assertThat(store.gets).containsExactly(".zarray", "zarr.json");
    assertThat(store.lists).isEmpty();
  }

  @Test
  void aReadOfOneChunkCostsOneGet() throws Exception {
    array("", params(8, 8).chunks(2, 2));
    ZarrArray.open(jzarr).read(new int[] {1, 1}, new int[] {5, 5});
    assertThat(chunkGets()).containsExactly("2.2");
    assertThat(store.lists).isEmpty();
    assertThat(jzarr.readAhead().chunksInVain()).isZero();
  }

  @Test
  void aReadOfAllFetchesEachChunkOnceAndNearlyAllAhead() throws Exception {
    int[] values = array("", params(1289 * 2).chunks(2));
    assertThat(ZarrArray.open(jzarr).read()).isEqualTo(values);
    assertThat(chunkGets()).hasSize(1289).doesNotHaveDuplicates();
    assertThat(store.lists).isEmpty();
    assertThat(jzarr.readAhead().chunksUsed()).isEqualTo(1287);
    assertThat(jzarr.readAhead().chunksInVain()).isZero();
  }

  @Test
  void aSmallArrayIsListedOnceAndWhatIsMissingIsNotAskedFor() throws Exception {
    array("a", params(20, 20).chunks(2, 2));
    for (int i = 2; i < 10; i++) {
      memory.delete("a/" + i + ".5").join();
    }
    ZarrArray array = ZarrGroup.create(jzarr).openArray("a");
    int[] read = (int[]) array.read();
    assertThat(read).isEqualTo(JZarrs.openArray(memory, "a").read());
    assertThat(store.lists).hasSize(1);
    assertThat(chunkGets()).hasSize(92).doesNotHaveDuplicates();
  }

  @Test
  void aBoxIsLearntAndWasteIsBounded() throws Exception {
    array("", params(100, 100).chunks(2, 2));
    ZarrArray array = ZarrArray.open(jzarr);
    array.read(new int[] {20, 20}, new int[] {40, 40});
    jzarr.close();
    assertThat(chunkGets()).doesNotHaveDuplicates();
    assertThat(jzarr.readAhead().chunksInVain()).isLessThan(2 * 100);
    assertThat(jzarr.readAhead().chunksUsed()).isEqualTo(97);
  }

  @Test
  void tilesAfterTheFirstCostNothingInVain() throws Exception {
    array("", params(2000, 16).chunks(2, 2));
    ZarrArray array = ZarrArray.open(jzarr);
    array.read(new int[] {8, 4}, new int[2]);
    store.gets.clear();
    for (int i = 1; i < 4; i++) {
      array.read(new int[] {8, 4}, new int[] {0, i * 4});
    }
    assertThat(chunkGets()).hasSize(3 * 8).doesNotHaveDuplicates();
    for (int i = 4; i < 8; i++) {
      array.read(new int[] {8, 4}, new int[] {8, i % 4 * 4});
    }
    // The first tile's reader, who started without an example, goes on below it.
    assertThat(chunkGets()).hasSizeLessThanOrEqualTo(7 * 8 + 16).doesNotHaveDuplicates();
    assertThat(store.lists).isEmpty();
  }

  @Test
  void manyThreadsReadOneArray() throws Exception {
    int[] values = array("", params(64, 64).chunks(4, 4).compressor(BLOSC));
    ZarrArray array = ZarrArray.open(jzarr);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<int[]>> reads = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int[] offset = {i % 16 * 4, 0};
        reads.add(threads.submit(() -> (int[]) array.read(new int[] {4, 64}, offset)));
      }
      for (int i = 0; i < 64; i++) {
        int from = i % 16 * 256;
        assertThat(reads.get(i).get()).isEqualTo(Arrays.copyOfRange(values, from, from + 256));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void bloscNeedsNoSystemLibrary(DataType type) throws Exception {
    ZarrArray array =
        JZarrs.createArray(
            memory, "", params(50, 50).chunks(7, 7).dataType(type).compressor(BLOSC));
    array.write(42, new int[] {30, 30}, new int[] {3, 3});
    assertThat(ZarrArray.open(jzarr).read()).isEqualTo(array.read());
    assertThat(ZarrArray.open(jzarr).getCompressor().getId()).isNull();
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void aDamagedChunkIsAnErrorThatNamesKeyAndUrl(Compressor compressor) throws Exception {
    array("", params(500).chunks(100).compressor(compressor));
    byte[] good = bytes("2");
    boolean isRaw = compressor == CompressorFactory.nullCompressor;
    List<byte[]> damaged =
        List.of(
            new byte[0],
            Arrays.copyOf(good, good.length - 1),
            Arrays.copyOf(good, isRaw ? good.length + 1 : 3), // Others say where they end.
            "<html>".getBytes(UTF_8),
            new byte[100_000]);
    ZarrArray array = ZarrArray.open(jzarr);
    for (byte[] chunk : damaged) {
      memory.put("2", chunk).join();
      assertThatThrownBy(array::read)
          .as("%d bytes for %d", chunk.length, good.length)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("CORRUPT", "'2'", memory.url("2"));
    }
  }

  @Test
  void aDamagedChunkOfAnArrayThatWasCreatedHereIsAnErrorToo() throws Exception {
    ZarrArray array = ZarrArray.create(jzarr, params(500).chunks(100));
    array.write(7);
    memory.put("2", Arrays.copyOf(bytes("2"), 10)).join();
    assertThatThrownBy(array::read)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("CORRUPT", "'2'", memory.url("2"));
  }

  @Test
  void aFailureAheadDoesNotPoisonTheRead() throws Exception {
    int[] values = array("", params(40).chunks(2));
    AsyncStore failing =
        new ForwardingStore(memory) {
          private final List<String> failed = new ArrayList<>();

          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            synchronized (failed) {
              if (key.matches("[3-9]|1.") && !failed.contains(key)) {
                failed.add(key);
                return CompletableFuture.failedFuture(
                    new StoreException(Kind.UNAVAILABLE, this, key, "once", null));
              }
            }
            return super.get(key, options);
          }
        };
    assertThat(ZarrArray.open(JZarrs.asJZarrStore(failing)).read()).isEqualTo(values);
  }

  @Test
  void anErrorIsNotTakenForAMissingChunk() throws Exception {
    array("", params(4).chunks(2));
    AsyncStore denied =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return key.equals("1")
                ? CompletableFuture.failedFuture(
                    new StoreException(Kind.ACCESS_DENIED, this, key, "403", null))
                : super.get(key, options);
          }
        };
    assertThatThrownBy(() -> ZarrArray.open(JZarrs.asJZarrStore(denied)).read())
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("ACCESS_DENIED", "'1'", memory.url("1"));
  }

  @Test
  void whatIsNotSupportedFailsToOpen() {
    put(
        ".zarray",
        """
        {"zarr_format": 2, "shape": [4, 4], "chunks": [2, 2], "dtype": "<i2", "compressor": null,
         "fill_value": 0, "order": "A", "filters": null, "dimension_separator": "."}""");
    assertThatThrownBy(() -> ZarrArray.open(jzarr))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("order", "'.zarray'", memory.url(".zarray"));
  }

  @Test
  void keysOfNoArrayPassThrough() throws Exception {
    put("0.0", "bytes");
    put("readme", "text");
    try (var chunk = jzarr.getInputStream("0.0");
        var readme = jzarr.getInputStream("readme")) {
      assertThat(chunk).hasBinaryContent("bytes".getBytes(UTF_8));
      assertThat(readme).hasBinaryContent("text".getBytes(UTF_8));
    }
    assertThat(jzarr.getInputStream("none")).isNull();
    write("a/b", new byte[3]);
    assertThat(bytes("a/b")).hasSize(3);
  }

  // Writing

  @ParameterizedTest
  @MethodSource("compressors")
  void whatAnOpenedArrayWritesIsEncodedWithItsCodec(Compressor compressor) throws Exception {
    JZarrs.createArray(memory, "", params(30, 30).chunks(7, 7).compressor(compressor));
    ZarrArray dropIn = ZarrArray.open(jzarr);
    dropIn.write(3, new int[] {20, 20}, new int[] {5, 5});
    dropIn.write(4, new int[] {3, 20}, new int[] {6, 5});
    Object read = dropIn.read();
    assertThat(JZarrs.openArray(memory, "").read()).isEqualTo(read);
    if (compressor != BLOSC) {
      assertThat(ZarrArray.open(new StockJZarr(memory)).read()).isEqualTo(read);
    }
    if (compressor != NONE) {
      assertThat(bytes("1.1")).hasSizeLessThan(7 * 7 * 4);
    }
  }

  @Test
  void aWriteIsSeenByTheNextRead() throws Exception {
    int[] values = array("", params(40).chunks(2));
    ZarrArray array = ZarrArray.open(jzarr);
    array.read(new int[] {10}, new int[] {0}); // The next five are ahead.
    array.write(-1, new int[] {2}, new int[] {12});
    values[12] = -1;
    values[13] = -1;
    assertThat(array.read()).isEqualTo(values);
  }

  @Test
  void aWriteThroughAnArrayOfTheSameStoreIsSeenByTheNextRead() throws Exception {
    int[] values = array("a", params(40).chunks(2));
    memory.delete("a/19").join();
    ZarrArray dropIn = ZarrGroup.create(jzarr).openArray("a");
    dropIn.read(new int[] {10}); // The next are ahead, and the listing shows that 19 is absent.
    ZarrArray array = JZarrs.openArray(new PrefixStore(memory, "a"), "");
    array.write(-1, new int[] {3}, new int[] {11});
    array.write(-1, new int[] {2}, new int[] {38});
    for (int i : new int[] {11, 12, 13, 38, 39}) {
      values[i] = -1;
    }
    assertThat(dropIn.read(new int[] {30}, new int[] {10}))
        .isEqualTo(Arrays.copyOfRange(values, 10, 40));
  }

  @Test
  void aWriteThroughAnotherDropInStoreIsSeenByTheNextRead() throws Exception {
    int[] values = array("", params(40).chunks(2));
    ZarrArray reading = ZarrArray.open(jzarr);
    reading.read(new int[] {10});
    ZarrArray.open(JZarrs.asJZarrStore(memory)).write(-1, new int[] {2}, new int[] {12});
    values[12] = -1;
    values[13] = -1;
    assertThat(reading.read(new int[] {30}, new int[] {10}))
        .isEqualTo(Arrays.copyOfRange(values, 10, 40));
  }

  @Test
  void aChunkThatVanishesAfterItWasListedIsAnError() throws Exception {
    array("", params(40).chunks(2));
    RecordingStore vanishing =
        new RecordingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return key.equals("17")
                ? CompletableFuture.completedFuture(Fetched.MISSING)
                : super.get(key, options);
          }
        };
    assertThatThrownBy(() -> ZarrArray.open(JZarrs.asJZarrStore(vanishing)).read())
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("NOT_FOUND", "listing showed", "'17'", memory.url("17"));
  }

  @Test
  void aStreamThatIsNeverClosedStoresNothing() throws Exception {
    array("", params(8).chunks(4));
    byte[] before = bytes("0");
    jzarr.getOutputStream("0").write(new byte[16]);
    assertThat(bytes("0")).isEqualTo(before);
  }

  @Test
  void aHalfWrittenChunkIsNotStored() throws Exception {
    array("open", params(8).chunks(4));
    JZarrStore other = JZarrs.asJZarrStore(memory);
    ZarrGroup.create(other).createArray("made", params(8).chunks(4)).write(5);
    ZarrGroup.open(other).openArray("open");
    byte[] before = bytes("open/0");
    byte[] made = bytes("made/0");
    for (String key : List.of("open/0", "made/0")) {
      for (byte[] half : List.of(new byte[0], new byte[15], new byte[17])) {
        OutputStream out = other.getOutputStream(key);
        out.write(half);
        assertThatThrownBy(out::close)
            .isInstanceOf(IOException.class)
            .hasMessageContainingAll("not stored", "'" + key + "'", memory.url(key));
        out.close();
      }
    }
    assertThat(bytes("open/0")).isEqualTo(before);
    assertThat(bytes("made/0")).isEqualTo(made);
  }

  @Test
  void metadataIsOnlyStoredIfItIsWhole() throws Exception {
    for (String half : List.of("", "{\"zarr_format\": 2", "[1]", "{} {")) {
      OutputStream out = jzarr.getOutputStream("g/.zgroup");
      out.write(half.getBytes(UTF_8));
      if (half.equals("{} {")) {
        continue;
      }
      assertThatThrownBy(out::close)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("'g/.zgroup'", memory.url("g/.zgroup"));
    }
    assertThat(memory.get("g/.zgroup").join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void onlyTheFirstCloseStores() throws Exception {
    OutputStream out = jzarr.getOutputStream("x");
    out.write(1);
    out.close();
    memory.delete("x").join();
    out.close();
    assertThat(memory.get("x").join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void bloscThatJZarrCannotCompressStoresNothing() throws Exception {
    ZarrArray array = ZarrArray.create(jzarr, params(4).chunks(4).compressor(BLOSC));
    try {
      array.write(1);
    } catch (LinkageError e) {
      assertThat(memory.get("0").join()).isEqualTo(Fetched.MISSING);
    }
    assertThat(ZarrArray.open(jzarr).getCompressor().getId()).isEqualTo("blosc");
  }

  @Test
  void consolidatedMetadataHasTheCompressorsThatJZarrWasNotToldOf() throws Exception {
    put(".zgroup", "{\"zarr_format\": 2}");
    array("a", params(4).chunks(2));
    ZarrUtils.consolidateMetadata(jzarr);
    assertThat(new String(bytes(".zmetadata"), UTF_8))
        .contains("\"a/.zarray\"", "\"zlib\"")
        .doesNotContain("\"compressor\" : null");
  }

  @Test
  void attributesAreReadAndWritten() throws Exception {
    ZarrGroup group = ZarrGroup.create(jzarr, Map.of("x", 1));
    assertThat(group.getAttributes()).containsEntry("x", 1);
    group.writeAttributes(Map.of("x", 2));
    assertThat(group.getAttributes()).containsEntry("x", 2);
  }

  // Deleting

  @Test
  void deletingDeletesAllUnderAPathAndNothingElse() throws Exception {
    put("a", "object");
    put("a/.zgroup", "{}");
    put("ab/.zgroup", "{}");
    for (int i = 0; i < 2500; i++) {
      put("a/b/" + i, "chunk");
    }
    jzarr.delete("a");
    assertThat(jzarr.getKeysEndingWith("")).containsExactly("ab/.zgroup");
    jzarr.delete("");
    assertThat(jzarr.getKeysEndingWith("")).isEmpty();
  }

  @Test
  void creatingReplacesTheArrayThatWasThere() throws Exception {
    array("", params(40).chunks(2));
    ZarrArray.open(jzarr).read(new int[] {10});
    ZarrArray created = ZarrArray.create(jzarr, params(40).chunks(2).fillValue(9));
    assertThat((int[]) created.read()).containsOnly(9);
    assertThat(jzarr.getKeysEndingWith("")).containsExactly(".zarray");
    jzarr.delete("");
    assertThatThrownBy(() -> ZarrArray.open(jzarr)).isInstanceOf(IOException.class);
  }

  @Test
  void aStoreThatCannotListCannotDelete() {
    put("a/x", "object");
    JZarrStore cannot = JZarrs.asJZarrStore(notListing(Kind.UNSUPPORTED));
    assertThatThrownBy(() -> cannot.delete("a"))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("UNSUPPORTED", "'a/'");
  }

  // Keys

  private void hierarchy() throws Exception {
    for (String group : List.of("", "g/", "g/h/", "g/h/i/")) {
      put(group + ".zgroup", "{\"zarr_format\": 2}");
    }
    JZarrs.createArray(memory, "top", params(4).chunks(2));
    JZarrs.createArray(
            memory,
            "g/h/nested",
            params(50, 50).chunks(1, 1).dimensionSeparator(DimensionSeparator.SLASH))
        .write(1);
    JZarrs.createArray(memory, "g/flat", params(60, 60).chunks(1, 1)).write(1);
  }

  @Test
  void arraysAndGroupsAreFoundWithoutListingChunks() throws Exception {
    hierarchy();
    store.lists.clear();
    assertThat(jzarr.getArrayKeys()).containsExactly("g/flat", "g/h/nested", "top");
    assertThat(store.lists).hasSize(7).allMatch(ListRequest::grouped);
    assertThat(jzarr.getGroupKeys()).containsExactly("", "g", "g/h", "g/h/i");
    assertThat(ZarrGroup.open(jzarr).getGroupKeys()).containsExactly("g", "g/h", "g/h/i");
  }

  @Test
  void keysAreRelativeToTheGroupThatWasOpened() throws Exception {
    hierarchy();
    ZarrGroup group = JZarrs.openGroup(store, "g");
    assertThat(group.getArrayKeys()).containsExactly("flat", "h/nested");
    assertThat(group.getGroupKeys()).containsExactly("h", "h/i");
    assertThat(JZarrs.openGroup(store, "g/h/i").getArrayKeys()).isEmpty();
  }

  @Test
  void anArrayAtTheRootHasTheEmptyKey() throws Exception {
    array("", params(4).chunks(2));
    assertThat(jzarr.getArrayKeys()).containsExactly("");
    assertThat(jzarr.getGroupKeys()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNSUPPORTED", "ACCESS_DENIED"})
  void aStoreThatCannotListAnswersFromConsolidatedMetadata(Kind kind) throws Exception {
    hierarchy();
    JZarrStore without = JZarrs.asJZarrStore(notListing(kind));
    assertThat(without.getGroupKeys()).isEmpty();
    ZarrUtils.consolidateMetadata(jzarr);
    JZarrStore with = JZarrs.asJZarrStore(notListing(kind));
    assertThat(with.getArrayKeys()).containsExactly("g/flat", "g/h/nested", "top");
    assertThat(with.getGroupKeys()).containsExactly("", "g", "g/h", "g/h/i");
  }

  @Test
  void anotherFailureOfAListingIsAnError() {
    JZarrStore failing = JZarrs.asJZarrStore(notListing(Kind.UNAVAILABLE));
    assertThatThrownBy(failing::getArrayKeys).hasMessageContaining("UNAVAILABLE");
    assertThatThrownBy(() -> failing.getKeysEndingWith("x")).hasMessageContaining("UNAVAILABLE");
    assertThatThrownBy(() -> failing.getRelativeLeafKeys("a")).hasMessageContaining("UNAVAILABLE");
  }

  @Test
  void leafKeysAreListedAsTheyAreAskedFor() throws Exception {
    for (int i = 0; i < 2500; i++) {
      put("a/%04d".formatted(i), "chunk");
    }
    put("ab/0", "chunk");
    try (Stream<String> keys = jzarr.getRelativeLeafKeys("a")) {
      assertThat(keys.anyMatch("0000"::equals)).isTrue();
    }
    assertThat(store.lists).hasSize(1);
    try (Stream<String> keys = jzarr.getRelativeLeafKeys("a")) {
      assertThat(keys).hasSize(2500).contains("0000", "2499");
    }
    assertThat(jzarr.getKeysEndingWith("99")).hasSize(25).contains("a/0099", "a/2499");
  }

  // Limits and closing

  @Test
  void bytesAheadStayWithinTheLimitsOfTheStore() throws Exception {
    int[] values = array("", params(4000).chunks(2));
    RecordingStore small =
        new RecordingStore(memory) {
          @Override
          public Limits limits() {
            return new Limits(4, 3 * 8);
          }
        };
    assertThat(ZarrArray.open(JZarrs.asJZarrStore(small)).read()).isEqualTo(values);
    assertThat(small.gets).hasSize(2002).doesNotHaveDuplicates();
  }

  @Test
  void closingClosesTheStore() throws Exception {
    array("", params(40).chunks(2));
    ZarrArray array = ZarrArray.open(jzarr);
    array.read(new int[] {10});
    jzarr.close();
    assertThat(jzarr.readAhead().chunksInVain()).isPositive();
    assertThat(jzarr.readAhead().bytesInVain()).isPositive();
    assertThatThrownBy(array::read)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("CLOSED");
  }
}
