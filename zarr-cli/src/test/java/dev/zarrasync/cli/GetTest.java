package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.store.AsyncStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of regions in each format. */
class GetTest {

  private final SampleData data;

  GetTest(@TempDir Path directory) throws Exception {
    data = SampleData.in(directory);
  }

  @Test
  void csvHasALineForEachRow() {
    assertThat(Run.text("get", data.image()))
        .isEqualTo("65530,65531,65532,65533\n65534,65535,65530,65531\n65532,65533,65534,65535\n");
  }

  @Test
  void aRegionIsPartOfTheArray() {
    assertThat(Run.text("get", data.image(), "1:3,1")).isEqualTo("65535\n65533\n");
  }

  @Test
  void aRegionReachesToTheEndUnlessItsShapeIsGiven() {
    assertThat(Run.text("get", data.image(), "2:,2:")).isEqualTo("65534,65535\n");
  }

  @Test
  void aTerminalShowsABarUnlessItIsNotWanted() {
    Run shown = Run.onTerminal("get", data.image());
    Run hidden = Run.onTerminal("get", data.image(), "--no-progress");
    assertThat(shown.err()).contains("get", "4/4 chunks");
    assertThat(shown.out()).isEqualTo(hidden.out());
    assertThat(hidden.err()).isEmpty();
  }

  @Test
  void rawIsLittleEndian() {
    byte[] raw = Run.succeeded("get", data.image(), "0,:3", "--format", "raw").bytes();
    assertThat(raw).containsExactly(0xfa, 0xff, 0xfb, 0xff, 0xfc, 0xff);
  }

  @Test
  void npyIsReadBackAsItWas(@TempDir Path target) throws Exception {
    Path file = target.resolve("image.npy");
    assertThat(Run.text("get", data.image(), "--format=npy", "-o", file.toString())).isEmpty();
    Npy npy = Npy.parse(Files.readAllBytes(file));
    assertThat(npy.description()).contains("'descr': '<u2'", "'fortran_order': False", "(3, 4,)");
    assertThat(npy.values().remaining()).isEqualTo(24);
    for (int i = 0; i < 12; i++) {
      assertThat(Short.toUnsignedInt(npy.values().getShort())).isEqualTo(SampleData.FIRST + i % 6);
    }
  }

  @Test
  void aReadThatFailsLeavesNoFile(@TempDir Path target) throws Exception {
    Files.writeString(Path.of(data.image(), "1.1"), "no chunk");
    Path file = target.resolve("image.csv");
    assertThat(Run.of("get", data.image(), "-o", file.toString()).exitCode()).isEqualTo(1);
    assertThat(target).isEmptyDirectory();

    Files.writeString(file, "what was there");
    assertThat(Run.of("get", data.image(), "-o", file.toString()).exitCode()).isEqualTo(1);
    assertThat(file).hasContent("what was there");
    assertThat(target).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aFileIsReplacedWhereALinkLeads(@TempDir Path target) throws Exception {
    Path file = Files.writeString(target.resolve("image.csv"), "what was there");
    Path link = Files.createSymbolicLink(target.resolve("link"), file);
    assertThat(Run.text("get", data.image(), "0,0", "-o", link.toString())).isEmpty();
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("65530");
    assertThat(Run.text("get", data.image(), "0,0", "-o", "/dev/null")).isEmpty();
  }

  @Test
  void aScalarAndAnEmptyArrayAreWritten(@TempDir Path root) throws Exception {
    try (AsyncStore store = FileStore.at(root)) {
      AsyncArray.create(store, "scalar", NewArray.of("int16").fillValue(7));
      AsyncArray.create(store, "empty", NewArray.of("int16", 3, 0));
    }
    assertNpy(root.resolve("scalar"), "(), }", 2);
    assertNpy(root.resolve("empty"), "(3, 0,), }", 0);
    assertThat(Run.text("get", root.resolve("scalar").toString())).isEqualTo("7\n");
    assertThat(Run.text("get", root.resolve("empty").toString())).isEmpty();
  }

  private static void assertNpy(Path array, String shape, int bytes) {
    Npy npy = Npy.parse(Run.succeeded("get", array.toString(), "--format=npy").bytes());
    assertThat(npy.description()).contains("'shape': " + shape);
    assertThat(npy.values().remaining()).isEqualTo(bytes);
  }

  @Test
  void elementsOfAnyLengthAreTextOnly(@TempDir Path root) throws Exception {
    String strings = root.resolve("strings").toString();
    String bytes = root.resolve("bytes").toString();
    try (AsyncStore store = FileStore.at(root)) {
      AsyncArray.create(store, "strings", NewArray.of("string", 2, 2).chunks(1, 1).shards(2, 2))
          .write(new String[] {"a", "x,\"y\"", "", "1"}, new long[2], new int[] {2, 2})
          .join();
      AsyncArray.create(store, "bytes", NewArray.of("variable_length_bytes", 2))
          .write(new byte[][] {{}, {1, -1}}, new long[1], new int[] {2})
          .join();
    }
    assertThat(Run.text("get", strings)).isEqualTo("\"a\",\"x,\"\"y\"\"\"\n\"\",\"1\"\n");
    assertThat(Run.text("get", bytes)).isEqualTo("\"\"\n01ff\n");
    for (String format : List.of("raw", "npy")) {
      Run run = Run.of("get", strings, "--format", format);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("cannot be written as " + format, "Hint: ", "--format csv");
    }
  }

  @Test
  void aDimensionMayBeLongerThanAnInt(@TempDir Path root) throws Exception {
    try (AsyncStore store = FileStore.at(root)) {
      NewArray huge = NewArray.of("uint64", Long.MAX_VALUE - 1, 3).chunks(4, 2).shards(8, 4);
      AsyncArray.create(store, "", huge)
          .write(new long[] {-1}, new long[] {Long.MAX_VALUE - 2, 2}, new int[] {1, 1})
          .join();
    }
    String last = "9223372036854775804:,1:";
    assertThat(Run.text("get", root.toString(), last)).isEqualTo("0,0\n0,18446744073709551615\n");
    assertThat(Run.text("plan", root.toString(), last)).startsWith("Read of 1 objects");
    for (String command : List.of("plan", "trace")) {
      Run run = Run.of(command, root.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("is too large at once", "Hint: choose a part");
    }
  }

  @Test
  void aRegionIsDividedAtTheBordersOfChunks() {
    assertThat(parts(new Region(new long[] {9, 4}, new long[] {3, 0}), new int[] {4, 2}, 1, 99))
        .containsExactly("[1, 4] at [3, 0]", "[4, 4] at [4, 0]", "[4, 4] at [8, 0]");
    assertThat(parts(new Region(new long[] {9, 4}, new long[] {3, 0}), new int[] {4, 2}, 32, 99))
        .containsExactly("[5, 4] at [3, 0]", "[4, 4] at [8, 0]");
  }

  @Test
  void aRowOfChunksThatIsTooLargeIsDivided() {
    assertThat(parts(new Region(new long[] {4, 4}, new long[] {0, 0}), new int[] {4, 2}, 1, 8))
        .containsExactly("[2, 4] at [0, 0]", "[2, 4] at [2, 0]");
    assertThat(parts(new Region(new long[] {2, 5}, new long[] {6, 1}), new int[] {4, 2}, 1, 3))
        .containsExactly(
            "[1, 1] at [6, 1]",
            "[1, 2] at [6, 2]",
            "[1, 2] at [6, 4]",
            "[1, 1] at [7, 1]",
            "[1, 2] at [7, 2]",
            "[1, 2] at [7, 4]");
    Region huge = new Region(new long[] {2, 1L << 62}, new long[2]);
    Iterator<Region> parts = huge.divide(new int[] {1 << 10, 1 << 10}, 1 << 20, 1 << 20);
    assertThat(parts.next().shape()).containsExactly(1, 1 << 20);
    assertThat(parts.next().offset()).containsExactly(0, 1 << 20);
  }

  private static List<String> parts(Region region, int[] chunks, long usual, long most) {
    List<String> parts = new ArrayList<>();
    region
        .divide(chunks, usual, most)
        .forEachRemaining(
            part ->
                parts.add(Arrays.toString(part.shape()) + " at " + Arrays.toString(part.offset())));
    return parts;
  }

  @Test
  void theChunksOfARegionAreCounted() {
    assertThat(new Region(new long[] {9, 4}, new long[] {3, 1}).countChunks(new int[] {4, 2}))
        .isEqualTo(9);
  }
}
