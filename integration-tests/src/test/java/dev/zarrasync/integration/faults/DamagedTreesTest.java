package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads of damaged trees of arrays end in the values that were written, or in an {@link
 * IOException} that names the key: never in fill values where data is, and never in an unchecked
 * exception. Nor does a write of a part of a chunk destroy the rest of it.
 */
class DamagedTreesTest {

  /** What JZarr says of a header that is missing. */
  private static final String WORDS_OF_JZARR = "expected but is not readable or missing in store.";

  private interface Open {
    ZarrArray array(AsyncStore store, String path) throws IOException;
  }

  private static final Map<String, Open> WAYS = new LinkedHashMap<>();

  static {
    for (ListPolicy policy : ListPolicy.values()) {
      ArrayOptions options = ArrayOptions.DEFAULT.listPolicy(policy);
      WAYS.put(policy.name(), (store, path) -> JZarrs.openArray(store, path, options));
    }
    WAYS.put("group", (store, path) -> JZarrs.openGroup(store, "g").openArray(path.substring(2)));
    WAYS.put(
        "prefetching", (store, path) -> ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray(path));
    WAYS.put(
        "prefetching group",
        (store, path) ->
            ZarrGroup.open(JZarrs.asJZarrStore(store))
                .openSubGroup("g")
                .openArray(path.substring(2)));
  }

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 80, 120, 160})
  void inADirectory(int firstSeed) throws Exception {
    for (int seed = firstSeed; seed < firstSeed + 40; seed++) {
      DamagedTree tree = new DamagedTree(seed, directory.resolve("" + seed));
      try (FileStore store = FileStore.at(tree.directory())) {
        check("Seed " + seed, store, true);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"S3", "HTTP_1_1"})
  void onAServer(Wire wire) throws Exception {
    for (int seed = 1_000; seed < 1_020; seed++) {
      DamagedTree tree = new DamagedTree(seed, directory.resolve("" + seed));
      Bucket bucket = tree.bucket();
      try (Wire.Server server =
              wire.start((question, line) -> line.send(answer(tree, bucket, question)));
          AsyncStore store = wire.store(Access.to(server.url(), 2, Duration.ofSeconds(20)))) {
        check("Seed " + seed, store, wire == Wire.S3);
      }
    }
  }

  /** As an ingress answers whose backend restarts. */
  private static Answer answer(DamagedTree tree, Bucket bucket, Question question) {
    String path = question.path();
    boolean isForeign =
        path.length() > Bucket.PATH.length()
            && question.method().equals("GET")
            && tree.foreign.contains(path.substring(Bucket.PATH.length() + 1));
    return isForeign
        ? Answer.of(404, "default backend - 404".getBytes(UTF_8))
        : bucket.answer(question);
  }

  private static void check(String what, AsyncStore store, boolean canWrite) {
    int[] values = DamagedTree.values();
    for (String path : DamagedTree.ARRAYS) {
      for (Map.Entry<String, Open> way : WAYS.entrySet()) {
        check(what + ", " + way.getKey(), store, path, way.getValue(), values);
      }
      if (canWrite) {
        int element = new Random(what.hashCode()).nextInt(values.length);
        boolean written = write(what, store, path, element);
        int[] after = values.clone();
        after[element] = 1_000_000;
        for (Map.Entry<String, Open> way : WAYS.entrySet()) {
          String now = what + " after a write, " + way.getKey();
          check(now, store, path, way.getValue(), written ? after : values);
        }
      }
    }
  }

  private static void check(String what, AsyncStore store, String path, Open open, int[] expected) {
    try {
      int[] values = (int[]) open.array(store, path).read();
      assertThat(values).as("%s: %s", what, path).isEqualTo(expected);
      int[] corner = {DamagedTree.SIZE - 5, DamagedTree.SIZE - 5};
      int[] part = (int[]) open.array(store, path).read(new int[] {5, 5}, corner);
      assertThat(part).as("%s: a part of %s", what, path).isEqualTo(corner(expected));
    } catch (Exception e) {
      assertThat(e)
          .as("%s: %s", what, path)
          .isInstanceOf(IOException.class)
          .message()
          .containsAnyOf(path, WORDS_OF_JZARR);
    }
  }

  private static int[] corner(int[] values) {
    int from = DamagedTree.SIZE - 5;
    return IntStream.range(0, 25)
        .map(i -> values[(from + i / 5) * DamagedTree.SIZE + from + i % 5])
        .toArray();
  }

  /** Says whether an element was written. */
  private static boolean write(String what, AsyncStore store, String path, int element) {
    try {
      JZarrs.openArray(store, path)
          .write(
              new int[] {1_000_000},
              new int[] {1, 1},
              new int[] {element / DamagedTree.SIZE, element % DamagedTree.SIZE});
      return true;
    } catch (Exception e) {
      assertThat(e).as("%s: a write of %s", what, path).isInstanceOf(IOException.class);
      return false;
    }
  }
}
