package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Arrays;
import ucar.ma2.InvalidRangeException;

/** Any bytes as metadata: they are understood, or refused with an {@link IOException}. */
class MetadataFuzzTest {

  private static final String ARRAY =
      "{\"zarr_format\": 2, \"shape\": [4], \"chunks\": [2], \"dtype\": \"<i4\","
          + " \"compressor\": null, \"fill_value\": 0, \"order\": \"C\", \"filters\": null}";
  private static final int MOST_ELEMENTS = 1 << 20;
  private static final int MOST_READ = 1 << 10;

  /** What a client does with an array or a group. */
  private interface Use {
    void run() throws IOException, InvalidRangeException;
  }

  private static void succeedOrRefuse(Use use) {
    try {
      use.run();
    } catch (IOException | InvalidRangeException e) {
      assertThat(e.toString()).isNotBlank();
    }
  }

  private static MemoryStore store(String key, byte[] value) {
    MemoryStore store = new MemoryStore();
    store.put(key, value).join();
    return store;
  }

  @FuzzTest
  void zarray(byte[] json) {
    succeedOrRefuse(() -> readOne(JZarrs.openArray(store(".zarray", json), "")));
    succeedOrRefuse(() -> readAll(store(".zarray", json)));
    succeedOrRefuse(() -> readOne(ZarrArray.open(JZarrs.asJZarrStore(store(".zarray", json)))));
  }

  /** Plans all of an array and reads all of a small one. */
  private static void readAll(MemoryStore store) throws IOException, InvalidRangeException {
    ZarrArray array = JZarrs.openArray(store, "");
    int[] shape = array.getShape();
    assertThat(array).asString().contains("shape=");
    assertThat(array.getCompressor()).isNotNull();
    succeedOrRefuse(
        () ->
            assertThat(JZarrs.plan(store, "", shape, new int[shape.length], ArrayOptions.DEFAULT))
                .isNotNull());
    double elements = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    double chunk = Arrays.stream(array.getChunks()).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (elements <= MOST_READ && chunk <= MOST_ELEMENTS) {
      assertThat(array.read()).isNotNull();
    }
  }

  private static void readOne(ZarrArray array) throws IOException, InvalidRangeException {
    long elements = 1;
    int[] one = array.getShape().clone();
    for (int i = 0; i < one.length; i++) {
      elements *= Math.min(array.getChunks()[i], MOST_ELEMENTS + 1);
      one[i] = 1;
      if (elements > MOST_ELEMENTS) {
        return; // JZarr takes memory for a whole chunk.
      }
    }
    assertThat(array.read(one)).isNotNull();
  }

  @FuzzTest
  void zarrJson(byte[] json) {
    succeedOrRefuse(() -> readOne(JZarrs.openArray(store("zarr.json", json), "")));
    succeedOrRefuse(() -> readAll(store("zarr.json", json)));
    succeedOrRefuse(() -> readOne(ZarrArray.open(JZarrs.asJZarrStore(store("zarr.json", json)))));
    succeedOrRefuse(() -> openAll(store("zarr.json", json)));
    succeedOrRefuse(
        () -> openAll(JZarrs.consolidated(new UnlistedStore(store("zarr.json", json)))));
    succeedOrRefuse(() -> JZarrs.openArray(store("zarr.json", json), "").getAttributes());
  }

  @FuzzTest
  void zattrs(byte[] json) {
    MemoryStore store = store(".zattrs", json);
    store.put(".zarray", ARRAY.getBytes(UTF_8)).join();
    store.put(".zgroup", "{\"zarr_format\": 2}".getBytes(UTF_8)).join();

    succeedOrRefuse(() -> JZarrs.openArray(store, "").getAttributes());
    succeedOrRefuse(() -> JZarrs.openGroup(store, "").getAttributes());
    succeedOrRefuse(() -> ZarrArray.open(JZarrs.asJZarrStore(store)).getAttributes());
  }

  @FuzzTest
  void zgroup(byte[] json) {
    succeedOrRefuse(() -> JZarrs.openGroup(store(".zgroup", json), ""));
    succeedOrRefuse(() -> ZarrGroup.open(JZarrs.asJZarrStore(store(".zgroup", json))));
  }

  @FuzzTest
  void zmetadata(byte[] json) {
    MemoryStore store = store(".zmetadata", json);
    store.put(".zgroup", "{\"zarr_format\": 2}".getBytes(UTF_8)).join();
    succeedOrRefuse(() -> openAll(store));
    succeedOrRefuse(() -> openAll(new UnlistedStore(store)));
    succeedOrRefuse(() -> openAll(JZarrs.consolidated(new UnlistedStore(store))));
  }

  private static void openAll(AsyncStore store) throws IOException {
    ZarrGroup group = JZarrs.openGroup(store, "");
    assertThat(group).asString().contains("'/'");
    for (String key : group.getArrayKeys()) {
      succeedOrRefuse(() -> readOne(group.openArray(key)));
    }
    for (String key : group.getGroupKeys()) {
      succeedOrRefuse(() -> group.openSubGroup(key));
    }
  }
}
