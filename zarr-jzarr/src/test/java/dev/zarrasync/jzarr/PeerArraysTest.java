package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays that zarr-python wrote, by {@code make.py} beside them, in both ways. */
class PeerArraysTest {

  /** The ways to open an array. */
  private enum Way {
    OURS {
      @Override
      ZarrArray open(AsyncStore store, String path) throws IOException {
        return JZarrs.openArray(store, path);
      }

      @Override
      ZarrGroup group(AsyncStore store) throws IOException {
        return JZarrs.openGroup(store, "");
      }
    },
    DROP_IN {
      @Override
      ZarrArray open(AsyncStore store, String path) throws IOException {
        return ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, path)));
      }

      @Override
      ZarrGroup group(AsyncStore store) throws IOException {
        return ZarrGroup.open(JZarrs.asJZarrStore(store));
      }
    };

    abstract ZarrArray open(AsyncStore store, String path) throws IOException;

    abstract ZarrGroup group(AsyncStore store) throws IOException;
  }

  private static final int[] SHAPE = {5, 7};
  private static final int ELEMENTS = 35;

  private static MemoryStore written(int version) throws IOException {
    MemoryStore store = new MemoryStore();
    String name = "zarr-python/v" + version + ".json.gz";
    try (InputStream resource = PeerArraysTest.class.getResourceAsStream(name);
        InputStream file = new GZIPInputStream(Objects.requireNonNull(resource, name))) {
      for (Map.Entry<String, JsonNode> object : new ObjectMapper().readTree(file).properties()) {
        store.put(object.getKey(), object.getValue().binaryValue()).join();
      }
    }
    return store;
  }

  private static double[] elements(Object array) {
    double[] elements = new double[Array.getLength(array)];
    Arrays.setAll(elements, i -> ((Number) Array.get(array, i)).doubleValue());
    return elements;
  }

  private static double[] count(int elements, int modulo) {
    double[] counted = new double[elements];
    Arrays.setAll(counted, i -> i % modulo);
    return counted;
  }

  @ParameterizedTest
  @CsvSource({
    "2, plain, i2",
    "2, F, i2",
    "2, F-zlib, f4",
    "2, delta, i2",
    "2, u8, i8",
    "2, f2, f4",
    "3, i1, i1",
    "3, i2, i2",
    "3, i4, i4",
    "3, i8, i8",
    "3, u1, u1",
    "3, u2, u2",
    "3, u4, u4",
    "3, u8, i8",
    "3, f2, f4",
    "3, f4, f4",
    "3, f8, f8",
    "3, big, i2",
    "3, gzip, i2",
    "3, zstd, i2",
    "3, transpose, i2",
    "3, dots, i2",
    "3, v2keys, i2",
    "3, shards, i2",
  })
  void elementsAreThoseThatWereWritten(int version, String path, String type) throws Exception {
    AsyncStore store = written(version);
    for (Way way : Way.values()) {
      ZarrArray array = way.open(store, path);

      assertThat(array.getShape()).isEqualTo(SHAPE);
      assertThat(array.getDataType()).hasToString(type);
      assertThat(elements(array.read())).as("%s", way).isEqualTo(count(ELEMENTS, ELEMENTS));
      assertThat(elements(array.read(new int[] {2, 2}, new int[] {1, 2})))
          .containsExactly(9, 10, 16, 17);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3"})
  void truthsAreBytesAndTimesAreLongs(int version) throws Exception {
    AsyncStore store = written(version);
    for (Way way : Way.values()) {
      ZarrArray truths = way.open(store, "bool");
      assertThat(truths.getDataType()).hasToString("u1");
      assertThat(elements(truths.read())).isEqualTo(count(ELEMENTS, 2));
      ZarrArray times = way.open(store, "time");
      assertThat((long[]) times.read()).containsExactly(7, Long.MIN_VALUE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, plain",
    "2, F",
    "2, F-zlib",
    "2, delta",
    "2, u8",
    "2, f2",
    "3, u8",
    "3, f2",
    "3, big",
    "3, gzip",
    "3, zstd",
    "3, transpose",
    "3, dots",
    "3, v2keys",
    "3, shards",
  })
  void whatIsWrittenIsReadInBothWays(int version, String path) throws Exception {
    AsyncStore store = written(version);
    for (Way way : Way.values()) {
      way.open(store, path).write(100, new int[] {2, 2}, new int[] {1, 2});

      double[] expected = count(ELEMENTS, ELEMENTS);
      for (int i : new int[] {9, 10, 16, 17}) {
        expected[i] = 100;
      }
      assertThat(elements(way.open(store, path).read())).as("%s", way).isEqualTo(expected);
      assertThat(elements(JZarrs.openArray(store, path).read())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStoredTypeDoesNotHaveIsRefusedOrRounded(Way way) throws Exception {
    AsyncStore store = written(3);
    int[] one = {1, 1};
    ZarrArray unsigned = way.open(store, "u8");
    assertThatThrownBy(() -> unsigned.write(-1L, one, new int[] {4, 6}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("the type u8 has no value -1", "u8/c/2/2");
    assertThat(elements(unsigned.read())).isEqualTo(count(ELEMENTS, ELEMENTS));
    ZarrArray halves = way.open(store, "f2");
    halves.write(0.1f, one, new int[] {4, 6});
    assertThat((float[]) halves.read(one, new int[] {4, 6})).containsExactly(0.099975586f);
  }

  @Test
  void chunksAreThoseThatCanBeReadAlone() throws Exception {
    assertThat(JZarrs.openArray(written(3), "shards").getChunks()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @EnumSource
  void aNumberThatIsTooLargeForALongIsAnError(Way way) throws Exception {
    ZarrArray array = way.open(written(3), "large");

    assertThatThrownBy(array::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("9223372036854775813", "too large", "large/c/0");
  }

  @ParameterizedTest
  @CsvSource({
    "2, c8, c8/.zarray, COMPLEX",
    "2, U2, U2/.zarray, FIXED_STRING",
    "2, scalar, scalar/.zarray, 0 dim",
    "3, c8, c8/zarr.json, COMPLEX",
    "3, U2, U2/zarr.json, FIXED_STRING",
    "3, scalar, scalar/zarr.json, 0 dim",
    "3, g/huge, g/huge/zarr.json, too large",
  })
  void whatJZarrCannotHoldIsAnErrorThatSaysSo(int version, String path, String key, String problem)
      throws Exception {
    AsyncStore store = written(version);
    for (Way way : Way.values()) {
      assertThatThrownBy(() -> way.open(store, path))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT))
          .hasMessageContainingAll(problem, "JZarr", store.url(key));
    }
  }

  @ParameterizedTest
  @EnumSource
  void groupsAndAttributesAreThere(Way way) throws Exception {
    ZarrGroup root = way.group(written(3));

    assertThat(root.getGroupKeys()).containsExactly("g");
    assertThat(root.getArrayKeys()).contains("i1", "shards", "v2keys", "g/a", "g/huge").hasSize(27);
    assertThat(root.getAttributes()).isEmpty();
    ZarrGroup group = root.openSubGroup("g");
    assertThat(group.getAttributes()).containsEntry("of", "g").containsKey("none");
    ZarrArray array = root.openArray("g/a");
    assertThat(array.getAttributes()).containsExactlyEntriesOf(Map.of("of", "a"));
    assertThat(array.getFillValue().intValue()).isEqualTo(-1);
    assertThat((float[]) root.openArray("g/holes").read()).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongVersionIsNoMatter(Way way) throws Exception {
    MemoryStore store = written(3);
    MemoryStore other = written(2);
    for (String key : new String[] {".zarray", "0.0"}) {
      store.put("i2/" + key, ((Fetched.Found) other.get("F/" + key).join()).bytes()).join();
    }
    assertThat(elements(way.open(store, "i2").read())).isEqualTo(count(ELEMENTS, ELEMENTS));
  }

  @ParameterizedTest
  @EnumSource
  void attributesThatAreWrittenAreInTheirObject(Way way) throws Exception {
    for (int version : new int[] {2, 3}) {
      MemoryStore store = written(version);
      String array = version == 2 ? "plain" : "g/a";
      ZarrGroup root = way.group(store);
      root.openArray(array).writeAttributes(Map.of("of", "later"));
      root.createSubGroup("new", Map.of("of", "new"));
      if (version == 3) {
        root.createSubGroup("g", Map.of("of", "changed"));
        assertThat(root.openSubGroup("g").getAttributes()).isEqualTo(Map.of("of", "changed"));
        assertThat(store.get("g/.zgroup").join()).isEqualTo(Fetched.MISSING);
        assertThat(store.get("g/.zattrs").join()).isEqualTo(Fetched.MISSING);
      }

      assertThat(root.openArray(array).getAttributes()).isEqualTo(Map.of("of", "later"));
      assertThat(JZarrs.openGroup(store, "new").getAttributes()).isEqualTo(Map.of("of", "new"));
      assertThat(elements(root.openArray(array).read())).isEqualTo(count(ELEMENTS, ELEMENTS));
      assertThat(store.get(array + "/.zattrs").join() instanceof Fetched.Found)
          .isEqualTo(version == 2);
    }
  }

  @Test
  void openingCostsOneGetForEachVersionTheFirstTimeAndNoneSoonAfter() throws Exception {
    RecordingStore store = new RecordingStore(written(3));
    for (int i = 0; i < 10; i++) {
      JZarrs.openArray(store, "g/a").getAttributes();
    }
    assertThat(store.gets).containsExactly("g/a/.zarray", "g/a/zarr.json");
    assertThat(store.lists).isEmpty();
  }
}
