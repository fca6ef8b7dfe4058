package dev.zarrasync.benchmarks;

import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The chunks of a region.
 *
 * @param prefix what stands before the indices in a key
 * @param chunk the shape of a chunk
 * @param region the region
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ChunkGrid(String prefix, int[] chunk, Region region) {

  /** The index of each chunk that has a part of the region, by the chunk's key. */
  Map<String, int[]> chunks() {
    int rank = chunk.length;
    int[] first = new int[rank];
    int[] counts = new int[rank];
    for (int i = 0; i < rank; i++) {
      first[i] = region.offset()[i] / chunk[i];
      int last = (region.offset()[i] + region.shape()[i] - 1) / chunk[i];
      counts[i] = last - first[i] + 1;
    }
    int count = Region.whole(counts).size();
    Map<String, int[]> chunks = new LinkedHashMap<>();
    for (int n = 0; n < count; n++) {
      int[] index = new int[rank];
      int rest = n;
      for (int i = rank - 1; i >= 0; i--) {
        index[i] = first[i] + rest % counts[i];
        rest /= counts[i];
      }
      chunks.put(key(index), index);
    }
    return chunks;
  }

  private String key(int[] index) {
    StringBuilder key = new StringBuilder(prefix);
    for (int i = 0; i < index.length; i++) {
      key.append(i == 0 ? "" : ".").append(index[i]);
    }
    return key.toString();
  }

  /** The part of the region that a chunk has. */
  Region part(int[] index) {
    int rank = chunk.length;
    int[] offset = new int[rank];
    int[] shape = new int[rank];
    for (int i = 0; i < rank; i++) {
      offset[i] = Math.max(index[i] * chunk[i], region.offset()[i]);
      int end = Math.min((index[i] + 1) * chunk[i], region.offset()[i] + region.shape()[i]);
      shape[i] = end - offset[i];
    }
    return new Region(offset, shape);
  }

  /** Copies the part of the region that a chunk has into the values of the region. */
  void copy(int[] index, ShortBuffer values, short[] target) {
    Region part = part(index);
    int last = chunk.length - 1;
    int[] origin = new int[chunk.length];
    Arrays.setAll(origin, i -> index[i] * chunk[i]);
    int[] at = part.offset().clone();
    do {
      values.get(
          linear(at, origin, chunk),
          target,
          linear(at, region.offset(), region.shape()),
          part.shape()[last]);
    } while (part.nextRow(at));
  }

  private static int linear(int[] index, int[] origin, int[] shape) {
    int linear = 0;
    for (int i = 0; i < shape.length; i++) {
      linear = linear * shape[i] + index[i] - origin[i];
    }
    return linear;
  }
}
