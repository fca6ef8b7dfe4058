package dev.zarrasync.cli;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.codec.ElementType;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The chunks of an array.
 *
 * @param directory what their keys start with
 * @param counts how many there are in each dimension
 * @param separator what stands between the indices in a key
 * @param chunkBytes how many bytes a chunk has that is not encoded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ArrayGrid(String directory, long[] counts, String separator, long chunkBytes) {

  static ArrayGrid open(AsyncStore store, String path) throws IOException {
    return of(JZarrs.openArray(store, path), path);
  }

  static ArrayGrid of(ZarrArray array, String path) {
    int[] shape = array.getShape();
    int[] chunks = array.getChunks();
    long[] counts = new long[shape.length];
    Arrays.setAll(counts, i -> ((long) shape[i] + chunks[i] - 1) / chunks[i]);
    ElementType type = ElementType.valueOf(array.getDataType().name().toUpperCase(Locale.ROOT));
    long bytes = Arrays.stream(chunks).asLongStream().reduce(type.size(), Math::multiplyExact);
    String directory = path.isEmpty() ? "" : path + "/";
    return new ArrayGrid(
        directory, counts, array.getDimensionSeparator().getSeparatorChar(), bytes);
  }

  /** Returns the keys of all chunks, in C order. Each is made when it is asked for. */
  Stream<String> keys() {
    long count = Arrays.stream(counts).reduce(1, Math::multiplyExact);
    return LongStream.range(0, count).mapToObj(this::key);
  }

  private String key(long number) {
    long[] index = new long[counts.length];
    long rest = number;
    for (int i = counts.length - 1; i >= 0; i--) {
      index[i] = rest % counts[i];
      rest /= counts[i];
    }
    return directory
        + Arrays.stream(index).mapToObj(Long::toString).collect(Collectors.joining(separator));
  }
}
