package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.codec.BloscOptions;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata as writers in the field leave it. */
class OddMetadataTest {

  private static final String BOM = "\uFEFF";

  /** The ways to open an array. */
  private enum Way {
    OURS {
      @Override
      ZarrArray open(AsyncStore store) throws IOException {
        return JZarrs.openArray(store, "");
      }
    },
    DROP_IN {
      @Override
      ZarrArray open(AsyncStore store) throws IOException {
        return ZarrArray.open(JZarrs.asJZarrStore(store));
      }
    };

    abstract ZarrArray open(AsyncStore store) throws IOException;
  }

  private final MemoryStore store = new MemoryStore();

  private static void put(AsyncStore store, String key, String value) {
    store.put(key, value.getBytes(UTF_8)).join();
  }

  private static String header(String dtype, String compressor, String fill) {
    return """
        {"zarr_format": 2, "shape": [4], "chunks": [2], "dtype": "%s", "compressor": %s,
         "fill_value": %s, "order": "C", "filters": null}
        """
        .formatted(dtype, compressor, fill);
  }

  private void putHeader(String dtype, String compressor, String fill) {
    put(store, ".zarray", header(dtype, compressor, fill));
  }

  // ---------------------------------------------------------------------------------- Fill values

  @ParameterizedTest
  @EnumSource
  void aListOfOneNumberIsThatNumber(Way way) throws Exception {
    putHeader("<i2", "null", "[-32767]");

    ZarrArray array = way.open(store);
    assertThat((short[]) array.read()).containsOnly((short) -32767);
    assertThat(array.getFillValue().doubleValue()).isEqualTo(-32767);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          <u4; 4294967295.0;          4294967295
          <i8; "9007199254740993";    9007199254740993
          <i8; 9007199254740993.0;    9007199254740993
          |u1; [255];                 255
          <f4; NaN;                   NaN
          <f8; "-Infinity";           -Infinity
          <i4; null;                  0
          """)
  void jzarrHasTheSameFillValueInBothWays(String dtype, String json, String fill) throws Exception {
    putHeader(dtype, "null", json);

    ZarrArray array = JZarrs.openArray(store, "");
    ZarrArray dropIn = ZarrArray.open(JZarrs.asJZarrStore(store));
    assertThat(array.read()).isEqualTo(dropIn.read());
    assertThat(array.getFillValue()).isEqualTo(dropIn.getFillValue());
    Number given = array.getFillValue();
    assertThat(given instanceof Long ? given.toString() : String.valueOf(given.doubleValue()))
        .isEqualTo(given instanceof Long ? fill : String.valueOf(Double.parseDouble(fill)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"value\":7}", "\"missing\"", "\"0x2a\"", "\"AAAAAA==\"", "[1,2]", "9999999999"})
  void anotherFormIsAnErrorThatShowsIt(String fill) {
    putHeader("<i4", "null", fill);

    for (Way way : Way.values()) {
      assertThatThrownBy(() -> way.open(store))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT))
          .hasMessageContainingAll(fill, "'.zarray'", store.url(".zarray"));
    }
  }

  // ---------------------------------------------------------------------------------- Compressors

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": \"blosc\", \"cname\": \"lz4\", \"clevel\": 5, \"shuffle\": -1}",
        "{\"id\": \"blosc\", \"cname\": \"snappy\", \"clevel\": 5, \"shuffle\": 1}",
        "{\"id\": \"blosc\", \"cname\": \"zstd\", \"clevel\": 5, \"nthreads\": \"all\"}",
        "{\"id\": \"blosc\", \"nthreads\": []}",
        "{\"id\": \"zlib\", \"level\": -1}",
        "{\"id\": \"zlib\", \"level\": null}",
      })
  void optionsThatMatterToWritersOnlyAreNoHindrance(String compressor) throws Exception {
    putHeader("<i4", compressor, "7");
    byte[] chunk =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(2).array();
    Codec codec =
        compressor.contains("zlib")
            ? Codecs.zlib(1)
            : Codecs.blosc(new BloscOptions("snappy", 5, 1, 0, 4));
    store.put("0", codec.encode(chunk)).join();

    for (Way way : Way.values()) {
      ZarrArray array = way.open(store);
      assertThat(array.read()).isEqualTo(new int[] {1, 2, 7, 7});
      array.write(3, new int[] {1}, new int[] {3});
      assertThat(array.read()).isEqualTo(new int[] {1, 2, 7, 3});
      store.delete("1").join();
    }
    String id = compressor.contains("zlib") ? "zlib" : "blosc";
    assertThat(JZarrs.openArray(store, "").getCompressor().getId()).isEqualTo(id);
  }

  // ----------------------------------------------------------------------- Bare words, marks, JSON

  @ParameterizedTest
  @ValueSource(strings = {"", BOM})
  void bareWordsAndByteOrderMarksAreAccepted(String mark) throws Exception {
    put(store, "a/.zarray", mark + header("<f4", "null", "NaN"));
    put(
        store,
        "a/.zattrs",
        mark
            + "{\"_FillValue\": NaN, \"most\": Infinity, \"least\": -Infinity, \"unit\": \"\u00b5m\"}");
    put(store, ".zgroup", mark + "{\"zarr_format\": 2, \"least\": -Infinity}");
    put(store, ".zattrs", mark + "{\"x\": NaN, \"y\": 1.0, \"z\": 1}");

    ZarrGroup group = JZarrs.openGroup(store, "");
    assertThat(group.getAttributes()).isEqualTo(Map.of("x", Double.NaN, "y", 1.0, "z", 1));
    ZarrArray array = group.openArray("a");
    assertThat((float[]) array.read()).containsOnly(Float.NaN);
    assertThat(array.getAttributes())
        .isEqualTo(
            Map.of(
                "_FillValue", Double.NaN,
                "most", Double.POSITIVE_INFINITY,
                "least", Double.NEGATIVE_INFINITY,
                "unit", "\u00b5m"));

    // JZarr's own parser knows no such numbers.
    ZarrArray dropIn = ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, "a")));
    assertThat((float[]) dropIn.read()).containsOnly(Float.NaN);
    assertThat(dropIn.getAttributes())
        .isEqualTo(
            Map.of(
                "_FillValue", "NaN", "most", "Infinity", "least", "-Infinity", "unit", "\u00b5m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", BOM})
  void consolidatedMetadataMayHaveThemToo(String mark) throws Exception {
    put(store, ".zgroup", "{\"zarr_format\": 2}");
    put(
        store,
        ".zmetadata",
        mark
            + "{\"metadata\": {\"a/.zarray\": %s, \"a/.zattrs\": {\"x\": NaN}}}"
                .formatted(header("<f4", "null", "NaN")));

    assertThat(JZarrs.openGroup(new UnlistedStore(store), "").getArrayKeys()).containsExactly("a");
    ZarrArray array = JZarrs.openArray(JZarrs.consolidated(store), "a");
    assertThat(array.getAttributes()).isEqualTo(Map.of("x", Double.NaN));
    assertThat((float[]) array.read()).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "null", "", "{\"a\": "})
  void attributesThatAreNoJsonAreAnErrorOfTheirOwn(String json, @TempDir Path directory)
      throws Exception {
    for (AsyncStore files : List.of(store, FileStore.at(directory))) {
      put(files, ".zarray", header("<i4", "null", "7"));
      put(files, ".zgroup", "{\"zarr_format\": 2}");
      put(files, ".zattrs", json);

      for (Way way : Way.values()) {
        ZarrArray array = way.open(files);
        assertThat((int[]) array.read()).containsOnly(7);
        assertThatThrownBy(array::getAttributes)
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
            .hasMessageContainingAll("'.zattrs'", files.url(".zattrs"));
      }
      ZarrGroup group = JZarrs.openGroup(files, "");
      assertThatThrownBy(group::getAttributes)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("'.zattrs'", files.url(".zattrs"));
      assertThat((int[]) group.openArray("").read()).containsOnly(7);
    }
  }

  @Test
  void aDamagedGroupHasItsAttributes() throws Exception {
    put(store, ".zgroup", "<html>");
    put(store, ".zattrs", "{\"x\": 1}");

    assertThatThrownBy(() -> JZarrs.openGroup(store, "")).isInstanceOf(StoreException.class);
    try (var attributes = JZarrs.asJZarrStore(store).getInputStream(".zattrs")) {
      assertThat(attributes).hasContent("{\"x\":1}");
    }
    JZarrs.createGroup(store, "", Map.of("x", 2));
    assertThat(JZarrs.openGroup(store, "").getAttributes()).isEqualTo(Map.of("x", 2));
  }

  @Test
  void groupMetadataMayHaveMoreThanItsFormat() throws Exception {
    put(store, ".zgroup", "{\"zarr_format\": 2, \"_nczarr_group\": {\"vars\": []}}");
    assertThat(JZarrs.openGroup(store, "").getArrayKeys()).isEmpty();
  }

  @Test
  void aGroupOfAnotherFormatIsAnErrorThatNamesKeyAndUrl() {
    put(store, "g/.zgroup", "{\"zarr_format\": 3}");

    assertThatThrownBy(() -> JZarrs.openGroup(store, "g"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT))
        .hasMessageContainingAll("zarr_format must be 2 but is 3", store.url("g/.zgroup"));
  }

  // ------------------------------------------------------------------------- One among the others

  @Test
  void oneBadArrayHidesNoOther() throws Exception {
    put(store, ".zgroup", "{\"zarr_format\": 2}");
    put(store, "good/.zarray", header("<i4", "null", "7"));
    put(store, "half/.zarray", "{\"zarr_format\": 2, \"sha");
    put(store, "empty/.zarray", "");
    put(store, "foreign/.zarray", header("<c16", "null", "0"));
    String scalar = header("<i4", "null", "0").replaceAll("\\[\\d]", "[]");
    put(store, "scalar/.zarray", scalar);
    ZarrGroup group = JZarrs.openGroup(store, "");

    assertThat(group.getArrayKeys()).containsExactly("empty", "foreign", "good", "half", "scalar");
    assertThat((int[]) group.openArray("good").read()).containsOnly(7);
    Map<String, Kind> kinds =
        Map.of(
            "empty", Kind.CORRUPT,
            "half", Kind.CORRUPT,
            "foreign", Kind.UNSUPPORTED_FORMAT,
            "scalar", Kind.UNSUPPORTED_FORMAT,
            "none", Kind.NOT_FOUND);
    kinds.forEach(
        (name, kind) ->
            assertThatThrownBy(() -> group.openArray(name))
                .isInstanceOfSatisfying(
                    StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(name + "/.zarray'", store.url(name + "/.zarray")));
  }

  @Test
  void aNameThatIsNoPathInJZarrIsAnErrorThatNamesIt() throws Exception {
    put(store, ".zgroup", "{\"zarr_format\": 2}");
    put(store, "a/ ./.zarray", header("<i4", "null", "7"));
    ZarrGroup group = JZarrs.openGroup(store, "");

    assertThat(group.getArrayKeys()).containsExactly("a/ .");
    assertThatThrownBy(() -> group.openArray("a/ ."))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID_KEY))
        .hasMessageContaining("'a/ .'");
  }

  @Test
  void consolidatingKeepsTheHeadersThatAreStored() throws Exception {
    put(store, ".zgroup", "{\"zarr_format\": 2}");
    String stored = header("<i2", "{\"id\": \"zlib\", \"level\": -1}", "[-32767]");
    put(store, "a/.zarray", stored.replace("}\n", ", \"dimension_separator\": \".\"}"));

    ZarrUtils.consolidateMetadata(JZarrs.asJZarrStore(store));

    assertThat(new String(((Fetched.Found) store.get(".zmetadata").join()).bytes(), UTF_8))
        .containsPattern("\"level\" : -1")
        .containsPattern("\"fill_value\" : \\[ -32767 ]");
  }
}
