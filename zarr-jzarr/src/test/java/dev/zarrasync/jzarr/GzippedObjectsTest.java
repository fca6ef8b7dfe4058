package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that were stored in gzip though nothing says so. */
class GzippedObjectsTest {

  private static final String HEADER =
      "{\"zarr_format\": 2, \"shape\": [4], \"chunks\": [2], \"dtype\": \"<i4\","
          + " \"compressor\": %s, \"fill_value\": 0, \"order\": \"C\", \"filters\": null}";

  private final MemoryStore store = new MemoryStore();

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
      out.write(bytes);
    }
    return encoded.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {".zarray", ".zattrs"})
  void metadataIsSaidToBeGzip(String key) throws Exception {
    store.put(".zarray", HEADER.formatted("null").getBytes(UTF_8)).join();
    store.put(key, gzip(HEADER.formatted("null").getBytes(UTF_8))).join();

    assertThatThrownBy(() -> JZarrs.openArray(store, "").getAttributes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Its bytes are gzip")
        .hasMessageContaining("key '" + key + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"id\": \"zlib\", \"level\": 1}",
        "{\"id\": \"blosc\", \"cname\": \"lz4\", \"clevel\": 5, \"shuffle\": 1, \"blocksize\": 0}"
      })
  void aChunkIsSaidToBeGzip(String compressor) throws Exception {
    store.put(".zarray", HEADER.formatted(compressor).getBytes(UTF_8)).join();
    store.put("0", gzip(new byte[8])).join();
    ZarrArray planned = JZarrs.openArray(store, "");
    ZarrArray dropIn = ZarrArray.open(JZarrs.asJZarrStore(store));

    for (ZarrArray array : new ZarrArray[] {planned, dropIn}) {
      assertThatThrownBy(() -> array.read(new int[] {2}, new int[] {0}))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("Its bytes are gzip")
          .hasStackTraceContaining("key '0'");
    }
  }
}
