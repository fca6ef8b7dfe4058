package dev.zarrasync.benchmarks.jmh;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import java.io.IOException;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import ucar.ma2.InvalidRangeException;

/** The copy of a read into the caller's buffer, which needs no server. */
@State(Scope.Benchmark)
public class ArrayBenchmark {

  private static final int SIDE = 512;
  private static final int INNER = SIDE - 2;
  private static final ArrayOptions NO_LISTING = ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER);

  private final MemoryStore store = new MemoryStore();
  private final short[] values = new short[SIDE * SIDE];
  private final short[] inner = new short[INNER * INNER];
  private ZarrArray tile = create("tile", new int[] {SIDE, SIDE}, new int[] {SIDE, SIDE});

  private ZarrArray create(String path, int[] shape, int[] chunks) {
    try {
      ArrayParams params =
          new ArrayParams()
              .shape(shape)
              .chunks(chunks)
              .dataType(DataType.i2)
              .byteOrder(ByteOrder.LITTLE_ENDIAN)
              .compressor(CompressorFactory.nullCompressor);
      return JZarrs.createArray(store, path, params);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Stores a tile that is not compressed.
   *
   * @throws Exception if that fails
   */
  @Setup
  public void write() throws Exception {
    tile.write(values, new int[] {SIDE, SIDE}, new int[2]);
    tile = JZarrs.openArray(store, "tile", NO_LISTING);
  }

  /**
   * Reads a tile whole, into a buffer: one run of elements.
   *
   * @return the buffer
   * @throws IOException if that fails
   * @throws InvalidRangeException never
   */
  @Benchmark
  public short[] copyTile() throws IOException, InvalidRangeException {
    tile.read(values, new int[] {SIDE, SIDE}, new int[2]);
    return values;
  }

  /**
   * Reads all of a tile but its border, into a buffer: 510 rows.
   *
   * @return the buffer
   * @throws IOException if that fails
   * @throws InvalidRangeException never
   */
  @Benchmark
  public short[] copyRows() throws IOException, InvalidRangeException {
    tile.read(inner, new int[] {INNER, INNER}, new int[] {1, 1});
    return inner;
  }
}
