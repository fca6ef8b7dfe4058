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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.Hierarchy;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and groups of Zarr v3 that JZarr's users create. */
class CreatedInV3Test {

  private static final NewArray IMAGE =
      NewArray.of("uint16", 10, 12)
          .chunks(2, 3)
          .fillValue(7)
          .dimensionNames("y", "x")
          .attributes(Map.of("units", "m"));

  private final AsyncStore store = new MemoryStore();

  private JsonNode json(String key) throws IOException {
    assertThat(store.get(key).join()).as(key).isInstanceOf(Fetched.Found.class);
    return new ObjectMapper().readTree(((Fetched.Found) store.get(key).join()).bytes());
  }

  static Stream<NewArray> layouts() {
    NewArray plain = IMAGE.codecs(List.of());
    return Stream.of(
        IMAGE, plain, plain.separator("."), IMAGE.shards(4, 12), plain.shards(8, 6).separator("."));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void anArrayIsWrittenAndReadByJZarr(NewArray description) throws Exception {
    ZarrArray created = JZarrs.createArray(store, "a", description);
    short[] values = {1, 2, 3, 4, 5, 6};
    created.write(values, new int[] {3, 2}, new int[] {1, 2});

    ZarrArray decoded = ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, "a")));
    for (ZarrArray array : List.of(created, JZarrs.openArray(store, "a"), decoded)) {
      assertThat(array.getDataType()).isEqualTo(DataType.u2);
      assertThat(array.getShape()).containsExactly(10, 12);
      assertThat(array.getChunks()).containsExactly(2, 3);
      assertThat(array.getAttributes()).isEqualTo(Map.of("units", "m"));
      assertThat(array.read(new int[] {3, 2}, new int[] {1, 2})).isEqualTo(values);
      assertThat(array.read(new int[] {1, 3}, new int[] {3, 2})).isEqualTo(new short[] {5, 6, 7});
      assertThat(array.read(new int[] {1, 1}, new int[] {9, 11})).isEqualTo(new short[] {7});
    }
    assertThat(json("a/zarr.json").path("dimension_names").toString()).isEqualTo("[\"y\",\"x\"]");
    assertThat(store.get("a/.zarray").join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void aTypeThatJZarrConvertsIsStoredAsItIs() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", NewArray.of("float16", 4).fillValue(0.5));
    array.write(new float[] {1.5f}, new int[] {1}, new int[] {1});

    assertThat(array.read()).isEqualTo(new float[] {0.5f, 1.5f, 0.5f, 0.5f});
    assertThat(json("a/zarr.json").path("data_type").asText()).isEqualTo("float16");
  }

  @Test
  void whatJZarrCannotHoldIsRefusedBeforeAnythingIsDeleted() throws Exception {
    var unused = JZarrs.createArray(store, "a", IMAGE);

    for (NewArray other :
        List.of(
            NewArray.of("complex64", 4),
            NewArray.of("string", 4),
            NewArray.of("int8"),
            NewArray.of("int8", 1L << 31))) {
      assertThatThrownBy(() -> JZarrs.createArray(store, "a", other))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("a/zarr.json", "AsyncArray");
    }
    assertThat(JZarrs.openArray(store, "a").getShape()).containsExactly(10, 12);
    assertThat(AsyncArray.create(store, "b", NewArray.of("complex64", 4)).metadata().rank())
        .isEqualTo(1);
  }

  @Test
  void whatWasUnderThePathIsDeleted() throws Exception {
    JZarrs.createArray(store, "a", new ArrayParams().shape(4).chunks(2).dataType(DataType.i1))
        .write(1, new int[] {4}, new int[] {0});

    assertThat(JZarrs.createArray(store, "a", NewArray.of("int32", 4)).read())
        .isEqualTo(new int[4]);
    assertThat(store.get("a/.zarray").join()).isEqualTo(Fetched.MISSING);
    assertThat(store.get("a/0").join()).isEqualTo(Fetched.MISSING);
  }

  @Test
  void aGroupHasWhatIsCreatedInIt() throws Exception {
    ZarrGroup root = JZarrs.createGroup(store, "", 3, Map.of("name", "root"));
    ZarrGroup sub = root.createSubGroup("sub", Map.of("name", "sub"));
    var unused = JZarrs.createArray(store, "sub/a", IMAGE);

    assertThat(json("zarr.json"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"zarr_format": 3, "node_type": "group", "attributes": {"name": "root"}}
                    """));
    assertThat(json("sub/zarr.json").path("attributes").path("name").asText()).isEqualTo("sub");
    assertThat(store.get(".zgroup").join()).isEqualTo(Fetched.MISSING);
    assertThat(root.getAttributes()).isEqualTo(Map.of("name", "root"));
    assertThat(sub.getAttributes()).isEqualTo(Map.of("name", "sub"));
    assertThat(JZarrs.openGroup(store, "").getGroupKeys()).contains("sub");
    assertThat(JZarrs.openGroup(store, "").openSubGroup("sub").openArray("a").getShape())
        .containsExactly(10, 12);
  }

  static Stream<Arguments> compressors() {
    Map<String, Object> blosc =
        Map.of("cname", "zlib", "clevel", 3, "shuffle", 2, "blocksize", 1024);
    return Stream.of(
        Arguments.of(CompressorFactory.nullCompressor, ""),
        Arguments.of(
            CompressorFactory.create("zlib", "level", 4),
            """
            , {"name": "gzip", "configuration": {"level": 4}}"""),
        Arguments.of(
            CompressorFactory.create("blosc", blosc),
            """
            , {"name": "blosc", "configuration": {
              "cname": "zlib", "clevel": 3, "shuffle": "bitshuffle", "typesize": 2,
              "blocksize": 1024}}"""));
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void whatAGroupCreatesIsOfItsVersion(Compressor compressor, String codec) throws Exception {
    ArrayParams params =
        new ArrayParams()
            .shape(5, 6)
            .chunks(2, 3)
            .dataType(DataType.u2)
            .byteOrder(ByteOrder.BIG_ENDIAN)
            .fillValue(65_535)
            .dimensionSeparator(DimensionSeparator.DOT)
            .compressor(compressor);
    ZarrGroup group = JZarrs.createGroup(store, "g", 3, null);

    ZarrArray array = group.createArray("a", params, Map.of("units", "m"));
    array.write(new short[] {1, 2}, new int[] {1, 2}, new int[] {4, 4});

    assertThat(JZarrs.openArray(store, "g/a").read(new int[] {1, 3}, new int[] {4, 3}))
        .isEqualTo(new short[] {-1, 1, 2});
    assertThat(json("g/a/zarr.json"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"zarr_format": 3, "node_type": "array", "data_type": "uint16",
                     "shape": [5, 6], "fill_value": 65535,
                     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, 3]}},
                     "chunk_key_encoding":
                       {"name": "default", "configuration": {"separator": "."}},
                     "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}%s],
                     "attributes": {"units": "m"}}
                    """
                        .formatted(codec)));
  }

  @Test
  void aCompressorOfOnesOwnIsRefused() throws Exception {
    Compressor own =
        new Compressor() {
          @Override
          public String getId() {
            return "own";
          }

          @Override
          public String toString() {
            return "own";
          }

          @Override
          public void compress(InputStream in, OutputStream out) {}

          @Override
          public void uncompress(InputStream in, OutputStream out) {}
        };
    ZarrGroup group = JZarrs.createGroup(store, "g", 3, null);
    ArrayParams params = new ArrayParams().shape(4).dataType(DataType.i1).compressor(own);

    assertThatThrownBy(() -> group.createArray("a", params))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("g/a/zarr.json", "\"own\"");
  }

  @Test
  void aGroupThatIsThereGetsTheAttributes() throws Exception {
    var unused = JZarrs.createGroup(store, "g", 3, Map.of("x", 1, "y", 1));
    var unusedArray = JZarrs.createArray(store, "g/a", IMAGE);

    assertThat(JZarrs.createGroup(store, "g", 3, Map.of("x", 2)).getAttributes())
        .isEqualTo(Map.of("x", 2));
    assertThat(JZarrs.createGroup(store, "g", 3, null).getAttributes()).isEmpty();
    assertThat(JZarrs.openArray(store, "g/a").getShape()).containsExactly(10, 12);
  }

  @Test
  void anArrayDoesNotBecomeAGroup() throws Exception {
    ZarrArray array = JZarrs.createArray(store, "a", IMAGE);
    array.write(1, new int[] {10, 12}, new int[2]);

    assertThatThrownBy(() -> JZarrs.createGroup(store, "a", 3, null))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("a/zarr.json", "there is an array");
    assertThat(JZarrs.openArray(store, "a").read(new int[] {1, 1}, new int[2]))
        .isEqualTo(new short[] {1});
  }

  /** Denies reading, as a role with {@code s3:PutObject} alone is. */
  private AsyncStore unreadable(boolean knowsConditions) {
    return new ForwardingStore(store) {
      @Override
      public CompletableFuture<Fetched> get(String key, GetOptions options) {
        return CompletableFuture.failedFuture(
            new StoreException(Kind.ACCESS_DENIED, this, key, "403", null));
      }

      @Override
      public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
        return knowsConditions || condition.equals(Condition.NONE)
            ? super.put(key, value, condition)
            : CompletableFuture.failedFuture(
                new StoreException(Kind.UNSUPPORTED, this, key, "501", null));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatMayNotBeReadIsNotReplaced(boolean knowsConditions) throws Exception {
    var unused = JZarrs.createArray(store, "a", IMAGE);

    assertThatThrownBy(
            () -> Hierarchy.createGroup(unreadable(knowsConditions), "a", Map.of("x", 1)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRECONDITION_FAILED))
        .hasMessageContainingAll("a/zarr.json", "allow reading it");
    assertThat(json("a/zarr.json").path("node_type").asText()).isEqualTo("array");
  }

  @Test
  void whoMayOnlyPutCreatesGroups() throws Exception {
    Hierarchy.createGroup(unreadable(true), "g", Map.of("x", 1));

    assertThat(JZarrs.openGroup(store, "g").getAttributes()).isEqualTo(Map.of("x", 1));
  }

  @Test
  void aGroupThatIsCreatedMeanwhileGetsTheAttributes() throws Exception {
    AsyncStore late =
        new ForwardingStore(store) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            byte[] other =
                "{\"node_type\": \"group\", \"zarr_format\": 3, \"other\": 1}".getBytes(UTF_8);
            return (condition.equals(Condition.ABSENT)
                    ? super.put(key, other, Condition.NONE)
                    : CompletableFuture.<Void>completedFuture(null))
                .thenCompose(nothing -> super.put(key, value, condition));
          }
        };
    Hierarchy.createGroup(late, "g", Map.of("x", 1));

    assertThat(json("g/zarr.json").path("other").asInt()).isEqualTo(1);
    assertThat(json("g/zarr.json").path("attributes").path("x").asInt()).isEqualTo(1);
  }

  @Test
  void whatElseAGroupHasStaysAsItIs() throws Exception {
    String stored =
        "{\"zarr_format\":3,\"node_type\":\"group\",\"of others\":[NaN,1.10],\"attributes\":%s}";
    store.put("g/zarr.json", stored.formatted("{}").getBytes(UTF_8)).join();

    Hierarchy.createGroup(store, "g", Map.of("x", Double.NaN));

    assertThat(((Fetched.Found) store.get("g/zarr.json").join()).bytes())
        .asString(UTF_8)
        .isEqualTo(stored.formatted("{\"x\":\"NaN\"}"));
  }

  @Test
  void thereAreTwoFormats() throws Exception {
    JZarrs.createGroup(store, "g", 2, Map.of("x", 1));
    assertThat(json("g/.zgroup").path("zarr_format").asInt()).isEqualTo(2);
    assertThatThrownBy(() -> JZarrs.createGroup(store, "h", 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The format of a group is 2 or 3, and not 1");
  }
}
