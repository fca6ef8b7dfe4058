package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A square of chunks of which few are stored, here and there, each full of ones.
 *
 * @param path where it is
 * @param sides how many chunks it has a side
 * @param stored how many of them are stored
 */
record SparseArray(String path, int sides, int stored) {

  private static final int SIDE = 16;

  void write(AsyncStore store) throws Exception {
    ArrayParams params =
        new ArrayParams()
            .shape(sides * SIDE, sides * SIDE)
            .chunks(SIDE, SIDE)
            .dataType(DataType.u1)
            .fillValue(0)
            .compressor(CompressorFactory.nullCompressor)
            .dimensionSeparator(DimensionSeparator.DOT);
    JZarrs.createArray(store, path, params);
    byte[] ones = new byte[SIDE * SIDE];
    Arrays.fill(ones, (byte) 1);
    CompletableFuture.allOf(
            storedKeys().stream()
                .map(key -> store.put(key, ones))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  List<String> keys() {
    return IntStream.range(0, slots()).mapToObj(this::key).toList();
  }

  List<String> storedKeys() {
    return new Random(1)
        .ints(0, slots())
        .distinct()
        .limit(stored)
        .sorted()
        .mapToObj(this::key)
        .toList();
  }

  int slots() {
    return sides * sides;
  }

  /** Reads the whole array and checks how many chunks it found. */
  void read(ZarrArray array) throws Exception {
    int sum = 0;
    for (byte value : (byte[]) array.read()) {
      sum += value;
    }
    if (sum != stored * SIDE * SIDE) {
      throw new IOException("%d elements are set".formatted(sum));
    }
  }

  private String key(int slot) {
    return path + "/" + slot / sides + "." + slot % sides;
  }
}
