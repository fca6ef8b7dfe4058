package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucar.ma2.InvalidRangeException;

/** What JZarr's own tests see of its arrays and groups. */
class LikeJZarrTest {

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);

  private static ArrayParams params(int... shape) {
    return new ArrayParams().shape(shape).dataType(DataType.i4).compressor(null);
  }

  private void putHeader(String path, String shape, String chunks) {
    String json =
        """
        {"zarr_format": 2, "shape": %s, "chunks": %s, "dtype": "<i4", "compressor": null,
         "fill_value": 7, "order": "C", "filters": null, "dimension_separator": "."}
        """;
    memory.put(path + "/.zarray", json.formatted(shape, chunks).getBytes(UTF_8)).join();
  }

  // ------------------------------------------------------------------------------------- toString

  @Test
  void groupsAndArraysSayWhereTheyAreAsJZarrDoes() throws Exception {
    ZarrGroup stock = ZarrGroup.create();
    ZarrGroup ours = JZarrs.createGroup(memory, "", null);
    assertThat(ours).hasToString(stock.toString());
    assertThat(ours.createSubGroup("a/b")).hasToString(stock.createSubGroup("a/b").toString());
    assertThat(ours.openSubGroup("a/b")).hasToString(stock.openSubGroup("a/b").toString());
    assertThat(ours.createArray("a/c", params(4)).toString().replace("JZarrStore", "InMemoryStore"))
        .isEqualTo(stock.createArray("a/c", params(4)).toString());
    assertThat(ours.openArray("a/c").toString().replace("JZarrStore", "InMemoryStore"))
        .isEqualTo(stock.openArray("a/c").toString());
    assertThat(JZarrs.openGroup(memory, "a/b")).hasToString("com.bc.zarr.ZarrGroup{'/a/b'}");
  }

  // ------------------------------------------------------------------------------------- Creating

  @Test
  void aCreatedArrayHasWhatItWasGiven() throws Exception {
    Compressor compressor = CompressorFactory.create("zlib", "level", 3);
    ArrayParams params = params(4).compressor(compressor).fillValue(9);

    ZarrArray array = JZarrs.createArray(store, "a", params, Map.of("x", 1));
    assertThat(array.getCompressor()).isSameAs(compressor);
    assertThat(array.getFillValue()).isEqualTo(9);
    assertThat(array.getAttributes()).containsEntry("x", 1);
    assertThat(array.read()).isEqualTo(new int[] {9, 9, 9, 9});
    assertThat(store.gets).containsExactly("a/zarr.json", "a/.zattrs", "a/zarr.json", "a/0");
    array.write(5);
    assertThat(JZarrs.openArray(store, "a").read()).isEqualTo(new int[] {5, 5, 5, 5});
  }

  @Test
  void whatCouldNotBeOpenedAgainIsRefusedBeforeAnythingIsDeleted() throws Exception {
    JZarrs.createArray(store, "a", params(4)).write(5);

    assertThatThrownBy(() -> JZarrs.createArray(store, "a", params(4).fillValue(1.5)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT))
        .hasMessageContainingAll("1.5", "'a/.zarray'", memory.url("a/.zarray"));
    assertThat(JZarrs.openArray(store, "a").read()).isEqualTo(new int[] {5, 5, 5, 5});
  }

  @Test
  void anArrayThatIsRewrittenWhileItIsOpenedIsOneOfBoth() throws Exception {
    putHeader("a", "[4]", "[2]");
    byte[] ints = ((Fetched.Found) memory.get("a/.zarray").join()).bytes();
    byte[] floats = new String(ints, UTF_8).replace("<i4", "<f4").getBytes(UTF_8);
    ForwardingStore racing =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            CompletableFuture<Fetched> before = super.get(key, options);
            return key.equals("a/.zarray")
                ? memory.put(key, floats).thenCompose(stored -> before)
                : before;
          }
        };

    ZarrArray array = JZarrs.openArray(racing, "a");
    assertThat(array.getDataType()).isEqualTo(DataType.i4);
    assertThat(array.read()).isEqualTo(new int[] {7, 7, 7, 7});
  }

  // -------------------------------------------------------------------------------------- Buffers

  @Test
  void aBufferThatCannotBeFilledIsAnIoExceptionBeforeAnythingIsReadOrStored() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", params(4).chunks(2));
    array.write(5);
    store.gets.clear();

    for (Object buffer :
        new Object[] {new boolean[4], new String[4], new Integer[4], new int[4][1]}) {
      assertThatThrownBy(() -> array.read(buffer, new int[] {4}, new int[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "Target buffer object is a " + buffer.getClass().getSimpleName(), "'a'");
      assertThatThrownBy(() -> array.write(buffer, new int[] {4}, new int[1]))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(PartialWriteException.class)
          .hasMessageContaining("Source buffer object is a " + buffer.getClass().getSimpleName());
    }
    assertThat(store.gets).isEmpty();
    assertThat(array.read()).isEqualTo(new int[] {5, 5, 5, 5});
  }

  // ------------------------------------------------------------------------- Nothing, and too much

  @ParameterizedTest
  @ValueSource(strings = {"[3,0]", "[0,3]", "[0,0]"})
  void anArrayWithoutElementsReadsAsNothing(String shape) throws Exception {
    putHeader("a", shape, "[2,2]");
    ZarrArray array = JZarrs.openArray(store, "a");
    int[] all = array.getShape();

    assertThat(array.read()).isEqualTo(new int[0]);
    Object buffer = new int[0];
    array.read(buffer, all);
    array.write(7);
    assertThat(JZarrs.plan(store, "a", all, new int[2], ArrayOptions.DEFAULT).count()).isZero();
    assertThat(JZarrs.plan(store, "a", all, new int[2], ArrayOptions.DEFAULT).explain())
        .isNotEmpty();
    assertThat(store.gets).containsExactly("a/.zarray", "a/zarr.json");
    assertThat(store.lists).isEmpty();
  }

  @Test
  void anArrayWithoutElementsIsCreated() throws Exception {
    ZarrArray created = JZarrs.createArray(store, "a", params(3, 0)); // In chunks of [3, 0].

    assertThat(created.read()).isEqualTo(new int[0]);
    assertThat(JZarrs.openArray(store, "a").read()).isEqualTo(new int[0]);
    ZarrArray dropIn = ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, "a")));
    assertThat(dropIn.read()).isEqualTo(new int[0]);
  }

  @Test
  void aRegionWithoutElementsIsAnInvalidRangeAsInJZarr() throws Exception {
    putHeader("a", "[3,0]", "[2,2]");
    ZarrArray array = JZarrs.openArray(store, "a");

    assertThatThrownBy(() -> array.read(new int[] {2, 0}, new int[2]))
        .isInstanceOf(InvalidRangeException.class);
    assertThatThrownBy(
            () -> JZarrs.plan(store, "a", new int[] {2, 0}, new int[2], ArrayOptions.DEFAULT))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(InvalidRangeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1048576,1048576]", "[2147483647,2147483647]", "[65536,32768]"})
  void aPlanOfMoreThanAnArrayHoldsIsAnIoExceptionLikeTheRead(String shape) throws Exception {
    putHeader("a", shape, "[1,1]");
    ZarrArray array = JZarrs.openArray(store, "a");

    assertThatThrownBy(array::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit in a Java array");
    assertThatThrownBy(
            () -> JZarrs.plan(store, "a", array.getShape(), new int[2], ArrayOptions.DEFAULT))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("does not fit in a Java array", "'a'", memory.url("a"));
  }

  @Test
  void aRegionThatTheHeapCannotHoldIsAnIoException() throws Exception {
    putHeader("a", "[2147483639]", "[1]");
    ZarrArray array = JZarrs.openArray(store, "a");
    assumeTrue(
        Runtime.getRuntime().maxMemory() < 4L * Integer.MAX_VALUE, "the heap can hold the region");
    assertThatThrownBy(array::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("The heap has no room", "'a'");
  }

  @Test
  void aPlanOfARegionOfAnotherRankIsAnIoException() {
    putHeader("a", "[4]", "[2]");
    assertThatThrownBy(
            () -> JZarrs.plan(store, "a", new int[] {1, 1}, new int[2], ArrayOptions.DEFAULT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have 1 dimensions");
  }
}
