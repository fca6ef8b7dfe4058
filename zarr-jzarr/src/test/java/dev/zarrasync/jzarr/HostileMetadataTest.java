package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Metadata that is made to do harm: an error says what is wrong, in few words and little memory.
 */
class HostileMetadataTest {

  private static final int DEPTH = 100_000;
  private static final String HEADER =
      "{\"zarr_format\": 2, \"shape\": [4], \"chunks\": [2], \"dtype\": \"<i4\","
          + " \"compressor\": null, \"fill_value\": 0, \"order\": \"C\", \"filters\": null}";
  private static final String GROUP = "{\"zarr_format\": 2}";

  private final MemoryStore store = new MemoryStore();

  private void put(String key, String value) {
    store.put(key, value.getBytes(UTF_8)).join();
  }

  private static String nested(String open, String inside, String close) {
    return open.repeat(DEPTH) + inside + close.repeat(DEPTH);
  }

  private static String header(String name, String value) {
    return HEADER.replaceFirst(
        "\"" + name + "\": (\\[\\d\\]|[^,}]+)", "\"" + name + "\": " + value);
  }

  private void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.UNSUPPORTED_FORMAT);
              assertThat(e.key()).isNotEmpty();
              assertThat(e.getMessage()).hasSizeLessThan(1_000);
            });
  }

  private void assertArrayRefused(String json) {
    put(".zarray", json);
    assertRefused(() -> JZarrs.openArray(store, ""));
    assertRefused(() -> ZarrArray.open(JZarrs.asJZarrStore(store)));
  }

  // ---------------------------------------------------------------------------------------- Depth

  @Test
  void deepArrayMetadataIsRefused() {
    assertArrayRefused(nested("[", "", "]"));
    assertArrayRefused(nested("{\"a\":", "1", "}"));
    assertArrayRefused(header("fill_value", nested("[", "", "]")));
    assertArrayRefused(header("compressor", nested("{\"id\":", "1", "}")));
  }

  @Test
  void deepAttributesAreRefused() throws Exception {
    put(".zarray", HEADER);
    put(".zgroup", GROUP);
    put(".zattrs", nested("{\"a\":", "1", "}"));

    ZarrArray array = JZarrs.openArray(store, "");
    assertThatThrownBy(array::getAttributes).isInstanceOf(IOException.class);
    ZarrGroup group = JZarrs.openGroup(store, "");
    assertThatThrownBy(group::getAttributes).isInstanceOf(IOException.class);
  }

  @Test
  void deepGroupMetadataIsRefused() {
    put(".zgroup", nested("{\"a\":", "1", "}"));

    assertRefused(() -> JZarrs.openGroup(store, ""));
    assertRefused(() -> ZarrGroup.open(JZarrs.asJZarrStore(store)));
  }

  @Test
  void deepConsolidatedMetadataIsLeftAlone() throws Exception {
    put(".zgroup", GROUP);
    put("a/.zarray", HEADER);
    put(".zmetadata", "{\"metadata\":" + nested("{\"a\":", "1", "}") + "}");

    ZarrArray array = JZarrs.openGroup(JZarrs.consolidated(store), "").openArray("a");

    assertThat(array.getShape()).containsExactly(4);
  }

  // --------------------------------------------------------------------------------------- Length

  @ParameterizedTest
  @ValueSource(strings = {"shape", "chunks", "fill_value", "zarr_format"})
  void aLongNumberIsRefused(String name) {
    String digits = "1" + "0".repeat(1_000_000);
    boolean isList = name.equals("shape") || name.equals("chunks");
    assertArrayRefused(header(name, isList ? "[" + digits + "]" : digits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dtype", "order", "compressor", "filters", "zarr_format", "shape"})
  void aLongStringIsRefusedInFewWords(String name) {
    assertArrayRefused(header(name, "\"" + "x".repeat(1_000_000) + "\""));
  }

  @Test
  void aLongOptionOfACompressorIsRefusedInFewWords() {
    String text = "\"" + "x".repeat(1_000_000) + "\"";
    assertArrayRefused(header("compressor", "{\"id\": " + text + "}"));
    assertArrayRefused(header("compressor", "{\"id\": \"zlib\", \"level\": " + text + "}"));
    assertArrayRefused(header("compressor", "{\"id\": \"blosc\", \"cname\": " + text + "}"));
  }

  @Test
  void manyDimensionsAreRefusedInFewWords() {
    String ones = "[1" + ", 1".repeat(1_000_000) + "]";
    put(".zarray", header("shape", ones).replace("\"chunks\": [2]", "\"chunks\": " + ones));
    assertRefused(() -> JZarrs.openArray(store, ""));
    assertArrayRefused(header("shape", ones));
  }

  // ----------------------------------------------------------------------------------------- Size

  @ParameterizedTest
  @ValueSource(strings = {"[2147483648]", "[9223372036854775808]", "[-1]", "[4294967300]"})
  void aShapeThatIsNoIntIsRefused(String shape) {
    assertArrayRefused(header("shape", shape));
    assertArrayRefused(header("chunks", shape));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[65536, 65536]", // 2 to the power of 32: 0 in an int.
        "[536870912, 1]", // Times 4 bytes: negative in an int.
        "[2147483647, 2147483647, 4]", // 0 in a long, with 4 bytes.
        "[4194304, 4194304, 1048576]" // 2 to the power of 64.
      })
  void aChunkThatFitsNoArrayIsRefused(String chunks) {
    String shape = chunks.replaceAll("\\d+", "1");
    assertArrayRefused(header("shape", shape).replace("\"chunks\": [2]", "\"chunks\": " + chunks));
  }

  // ----------------------------------------------------------------------------------- Duplicates

  @Test
  void theLastOfTwoFieldsOfOneNameCountsForAll() throws Exception {
    put("a/.zarray", HEADER.replace("\"shape\"", "\"shape\": [9], \"shape\""));

    assertThat(JZarrs.openArray(store, "a").getShape()).containsExactly(4);
    assertThat((int[]) JZarrs.openArray(store, "a").read()).hasSize(4);
  }

  @Test
  void theLastOfTwoConsolidatedEntriesCounts() throws Exception {
    put(".zgroup", GROUP);
    String header = HEADER.replace("2, ", "2, \"dimension_separator\": \".\", ");
    put(
        ".zmetadata",
        "{\"metadata\": {\"a/.zarray\": %s, \"a/.zarray\": %s}}"
            .formatted(header.replace("[4]", "[9]"), header));

    ZarrGroup group = JZarrs.openGroup(JZarrs.consolidated(store), "");
    assertThat(group.openArray("a").getShape()).containsExactly(4);
  }
}
