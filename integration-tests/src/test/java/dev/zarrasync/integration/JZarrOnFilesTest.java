package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One directory, read and written by stock JZarr and by ours. */
class JZarrOnFilesTest {

  private static final int[] SHAPE = {30, 20};
  private static final int[] VALUES = IntStream.range(0, 600).toArray();

  @TempDir Path directory;

  private static ArrayParams params(DimensionSeparator separator) {
    return new ArrayParams()
        .shape(SHAPE)
        .chunks(7, 6)
        .dataType(DataType.i4)
        .dimensionSeparator(separator)
        .compressor(CompressorFactory.create("zlib", "level", 1));
  }

  @ParameterizedTest
  @EnumSource(DimensionSeparator.class)
  void stockJZarrReadsWhatOursWrote(DimensionSeparator separator) throws Exception {
    try (FileStore store = FileStore.at(directory)) {
      ZarrGroup group = JZarrs.createGroup(store, "", null);
      group.createArray("sub/array", params(separator)).write(VALUES, SHAPE, new int[2]);
    }
    assertThat(ZarrGroup.open(directory).openArray("sub/array").read()).isEqualTo(VALUES);
  }

  @ParameterizedTest
  @EnumSource(DimensionSeparator.class)
  void oursReadsWhatStockJZarrWrote(DimensionSeparator separator) throws Exception {
    ZarrGroup group = ZarrGroup.create(directory);
    group.createArray("sub/array", params(separator)).write(VALUES, SHAPE, new int[2]);

    try (FileStore store = FileStore.at(directory)) {
      assertThat(JZarrs.openArray(store, "sub/array").read()).isEqualTo(VALUES);
      assertThat(JZarrs.openGroup(store, "").openArray("sub/array").read()).isEqualTo(VALUES);
      try (var dropIn = JZarrs.asJZarrStore(store)) {
        ZarrArray array = ZarrGroup.open(dropIn).openArray("sub/array");
        assertThat(array.read()).isEqualTo(VALUES);
        assertThat(dropIn.getArrayKeys()).containsExactly("sub/array");
      }
    }
  }
}
