package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched.Found;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays with compressors that JZarr does not know, as zarr-python writes them. */
class OtherCompressorsTest {

  private static final int[] ALL = {4};

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void makeGroup() {
    put(".zgroup", "{\"zarr_format\": 2}");
  }

  private void put(String key, String json) {
    store.put(key, json.getBytes(UTF_8)).join();
  }

  private void makeArray(String id, int... values) throws Exception {
    put(
        "a/.zarray",
        """
        {"zarr_format": 2, "shape": [4], "chunks": [4], "dtype": "<i4", "order": "C",
         "compressor": {"id": "%s", "level": 5}, "fill_value": 0, "filters": null}
        """
            .formatted(id));
    ByteBuffer chunk = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    chunk.asIntBuffer().put(values);
    store.put("a/0", Codecs.of(Map.of("id", id), 4).encode(chunk.array())).join();
  }

  private ZarrGroup group(boolean dropIn) throws Exception {
    return dropIn ? ZarrGroup.open(JZarrs.asJZarrStore(store)) : JZarrs.openGroup(store, "");
  }

  @ParameterizedTest
  @CsvSource({"gzip, false", "gzip, true", "zstd, false", "zstd, true", "lz4, false", "lz4, true"})
  void theyAreReadAndWritten(String id, boolean dropIn) throws Exception {
    makeArray(id, 1, 2, 3, 4);
    ZarrArray array = group(dropIn).openArray("a");
    assertThat(array.read()).isEqualTo(new int[] {1, 2, 3, 4});

    array.write(new int[] {9}, new int[] {1}, new int[] {3});

    byte[] stored = ((Found) store.get("a/0").join()).bytes();
    byte[] raw = Codecs.of(Map.of("id", id), 4).decode(stored, 16);
    assertThat(raw[12]).isEqualTo((byte) 9);
    assertThat(group(!dropIn).openArray("a").read(ALL)).isEqualTo(new int[] {1, 2, 3, 9});
  }

  /** JZarr is told of another compressor, which must not get into consolidated metadata. */
  @ParameterizedTest
  @CsvSource({"gzip, false", "zstd, false", "zstd, true"})
  void theyAreConsolidatedAsTheyAre(String id, boolean dropIn) throws Exception {
    makeArray(id, 1, 2, 3, 4);

    ZarrUtils.consolidateMetadata(dropIn ? JZarrs.asJZarrStore(store) : new JZarrStore(store, ""));

    String consolidated = new String(((Found) store.get(".zmetadata").join()).bytes(), UTF_8);
    assertThat(consolidated.replaceAll("\\s", "")).contains("{\"id\":\"" + id + "\",\"level\":5}");
    assertThat(JZarrs.openArray(JZarrs.consolidated(store), "a").read())
        .isEqualTo(new int[] {1, 2, 3, 4});
  }
}
