package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A coordinate in chunks of 64 bytes.
 *
 * @param chunks how many
 */
record SmallArray(int chunks) {

  static final String PATH = "small";
  private static final int VALUES_IN_CHUNK = 8;

  void write(AsyncStore store) throws Exception {
    ArrayParams params =
        new ArrayParams()
            .shape(values().length)
            .chunks(VALUES_IN_CHUNK)
            .dataType(DataType.f8)
            .compressor(CompressorFactory.nullCompressor);
    JZarrs.createArray(store, PATH, params)
        .write(values(), new int[] {values().length}, new int[1]);
  }

  List<String> keys() {
    return IntStream.range(0, chunks).mapToObj(i -> PATH + "/" + i).toList();
  }

  int bytes() {
    return chunks * VALUES_IN_CHUNK * Double.BYTES;
  }

  /** Reads the whole array and checks it. */
  void read(ZarrArray array) throws Exception {
    if (!Arrays.equals((double[]) array.read(), values())) {
      throw new IOException("the values are not those that were written");
    }
  }

  private double[] values() {
    return IntStream.rangeClosed(1, chunks * VALUES_IN_CHUNK).asDoubleStream().toArray();
  }
}
