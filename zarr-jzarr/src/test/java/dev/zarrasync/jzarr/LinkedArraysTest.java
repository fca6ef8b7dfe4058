package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.storage.FileSystemStore;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sparse array in a directory, of 30 x 30 chunks of one byte: so many that a read lists them, and
 * that the drop-in store does. Row r has the value r + 1 where a chunk is, and else the fill value
 * 9.
 */
class LinkedArraysTest {

  private static final int SIDE = 30;
  private static final String HEADER =
      """
      {"zarr_format": 2, "shape": [30, 30], "chunks": [1, 1], "dtype": "|u1", "compressor": null,
       "fill_value": 9, "order": "C", "filters": null, "dimension_separator": "/"}
      """;

  private final Path root;
  private final Path array;
  private final Path outside;
  private final FileStore store;
  private final byte[] expected = new byte[SIDE * SIDE];

  LinkedArraysTest(@TempDir Path directory) {
    root = directory.resolve("root");
    array = root.resolve("group/array");
    outside = directory.resolve("outside");
    store = FileStore.at(root);
  }

  /** Rows that are directories, links to such within and out of the root, and of linked chunks. */
  @BeforeEach
  void makeArray() throws IOException {
    Arrays.fill(expected, (byte) 9);
    write(root.resolve(".zgroup"), "{\"zarr_format\": 2}".getBytes(UTF_8));
    write(array.resolve(".zarray"), HEADER.getBytes(UTF_8));
    row(array.resolve("2"), 2);
    row(array.resolve("rows/three"), 3);
    link(array.resolve("3"), Path.of("rows/three"));
    row(outside.resolve("array/5"), 5);
    link(array.resolve("5"), outside.resolve("array/5"));
    row(outside.resolve("annex/7"), 7);
    for (int x = 0; x < SIDE; x++) {
      link(array.resolve("7/" + x), outside.resolve("annex/7/" + x));
    }
  }

  private void row(Path directory, int y) throws IOException {
    for (int x = 0; x < SIDE; x++) {
      write(directory.resolve("" + x), new byte[] {(byte) (y + 1)});
      expected[y * SIDE + x] = (byte) (y + 1);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void stockJZarrFollowsLinks() throws Exception {
    assertThat(ZarrArray.open(new FileSystemStore(array)).read()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void linksAreRead(ListPolicy policy) throws Exception {
    ZarrArray zarr =
        JZarrs.openArray(store, "group/array", ArrayOptions.DEFAULT.listPolicy(policy));

    assertThat(zarr.read()).isEqualTo(expected);
    assertThat(zarr.read()).isEqualTo(expected);
  }

  @Test
  void linksAreReadThroughTheDropInStore() throws Exception {
    ZarrArray zarr = ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray("group/array");

    assertThat(zarr.read()).isEqualTo(expected);
    assertThat(chunkByChunk(zarr)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aConfinedStoreReadsNoFillValuesForWhatIsOutside(ListPolicy policy) throws Exception {
    try (FileStore confined = FileStore.confinedTo(root)) {
      ZarrArray zarr =
          JZarrs.openArray(confined, "group/array", ArrayOptions.DEFAULT.listPolicy(policy));

      assertFailure(catchThrowable(zarr::read), Kind.ACCESS_DENIED);
      assertRow(zarr, 3);
      assertFailure(catchThrowable(() -> row(zarr, 5)), Kind.ACCESS_DENIED);
      assertFailure(catchThrowable(() -> row(zarr, 7)), Kind.ACCESS_DENIED);
    }
  }

  /** A row and a chunk whose content was not fetched. */
  private void linkNowhere() throws IOException {
    link(array.resolve("11"), outside.resolve("gone/11"));
    link(array.resolve("13/4"), Path.of("../.git/annex/objects/4"));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNotFetchedIsNoFillValue(ListPolicy policy) throws Exception {
    linkNowhere();
    ZarrArray zarr =
        JZarrs.openArray(store, "group/array", ArrayOptions.DEFAULT.listPolicy(policy));

    assertFailure(catchThrowable(zarr::read), Kind.NOT_FOUND);
    for (int y = 0; y < SIDE; y++) {
      int row = y;
      if (y == 11 || y == 13) {
        assertFailure(catchThrowable(() -> row(zarr, row)), Kind.NOT_FOUND);
      } else {
        assertRow(zarr, y);
      }
    }
    assertThat(zarr.read(new int[] {1, 1}, new int[] {13, 3})).isEqualTo(new byte[] {9});
  }

  @Test
  void whatWasNotFetchedIsNoFillValueThroughTheDropInStore() throws Exception {
    linkNowhere();
    ZarrArray zarr = ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray("group/array");

    for (int turn = 0; turn < 2; turn++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          int[] at = {y, x};
          if (y == 11 || (y == 13 && x == 4)) {
            assertFailure(catchThrowable(() -> element(zarr, at)), Kind.NOT_FOUND);
          } else {
            assertThat(element(zarr, at)).isEqualTo(expected[y * SIDE + x]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void linkedGroupsAndArraysAreFound(boolean dropIn) throws Exception {
    write(outside.resolve("image/.zgroup"), "{\"zarr_format\": 2}".getBytes(UTF_8));
    link(outside.resolve("image/0"), array);
    link(root.resolve("plate/image"), outside.resolve("image"));
    link(root.resolve("nowhere"), outside.resolve("gone"));
    ZarrGroup group =
        dropIn ? ZarrGroup.open(JZarrs.asJZarrStore(store)) : JZarrs.openGroup(store, "");

    assertThat(group.getGroupKeys()).containsExactly("plate/image");
    assertThat(group.getArrayKeys()).containsExactly("group/array", "plate/image/0");
    assertThat(group.openArray("plate/image/0").read()).isEqualTo(expected);
  }

  // -------------------------------------------------------------------------------------- Writes

  @Test
  void aWriteReplacesLinkedChunksAndNotWhatTheyLeadTo() throws Exception {
    ZarrArray zarr = JZarrs.openArray(store, "group/array");

    zarr.write(new byte[] {50, 51}, new int[] {1, 2}, new int[] {7, 0});

    expected[7 * SIDE] = 50;
    expected[7 * SIDE + 1] = 51;
    assertThat(zarr.read()).isEqualTo(expected);
    assertThat(outside.resolve("annex/7/0")).hasBinaryContent(new byte[] {8});
  }

  @Test
  void creatingAnArrayInPlaceOfALinkedOneDeletesTheLink() throws Exception {
    link(root.resolve("link"), array);

    ZarrArray zarr = JZarrs.createArray(store, "link", params());

    assertThat(zarr.read()).isEqualTo(new byte[] {0, 0});
    assertThat(root.resolve("link"))
        .isDirectory()
        .satisfies(p -> assertThat(Files.isSymbolicLink(p)).isFalse());
    assertThat(JZarrs.openArray(store, "group/array").read()).isEqualTo(expected);
  }

  @Test
  void creatingAnArrayDeletesNothingBehindLinks() throws Exception {
    Throwable failure = catchThrowable(() -> JZarrs.createArray(store, "group/array", params()));

    assertFailure(failure, Kind.UNSUPPORTED);
    for (int x = 0; x < SIDE; x++) {
      assertThat(outside.resolve("array/5/" + x)).hasBinaryContent(new byte[] {6});
      assertThat(outside.resolve("annex/7/" + x)).hasBinaryContent(new byte[] {8});
    }
  }

  // ------------------------------------------------------------------------------------- Helpers

  private static ArrayParams params() {
    return new ArrayParams().shape(2).chunks(1).dataType(DataType.i1);
  }

  private void assertRow(ZarrArray zarr, int y) throws Exception {
    byte[] row = Arrays.copyOfRange(expected, y * SIDE, (y + 1) * SIDE);
    assertThat(row(zarr, y)).as("row %d", y).isEqualTo(row);
  }

  private static Object row(ZarrArray zarr, int y) throws Exception {
    return zarr.read(new int[] {1, SIDE}, new int[] {y, 0});
  }

  private static byte element(ZarrArray zarr, int[] at) throws Exception {
    return ((byte[]) zarr.read(new int[] {1, 1}, at))[0];
  }

  private static byte[] chunkByChunk(ZarrArray zarr) throws Exception {
    byte[] values = new byte[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = element(zarr, new int[] {i / SIDE, i % SIDE});
    }
    return values;
  }

  private static void assertFailure(Throwable failure, Kind kind) {
    assertThat(failure).isInstanceOf(StoreException.class).hasMessageContaining("group/array/");
    assertThat(((StoreException) failure).kind()).isEqualTo(kind);
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.resolve("..").normalize());
    Files.createSymbolicLink(link, target);
  }

  private static void write(Path file, byte[] value) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, value);
  }
}
