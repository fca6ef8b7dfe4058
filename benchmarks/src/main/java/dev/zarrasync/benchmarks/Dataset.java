package dev.zarrasync.benchmarks;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * An array of 2-byte integers, little endian, whose values follow from their index.
 *
 * @param path where it is stored
 * @param shape its shape
 * @param chunk the shape of its chunks
 * @param compressed whether with Blosc (LZ4, shuffle), or not at all
 * @param noiseBits how many bits of a value are noise, which does not compress
 * @param stored how many of the chunks are stored, here and there: in others all values are 0; or 0
 *     if all are
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Dataset(
    String path, int[] shape, int[] chunk, boolean compressed, int noiseBits, int stored) {

  void write(AsyncStore store) throws Exception {
    ArrayParams params =
        new ArrayParams()
            .shape(shape)
            .chunks(chunk)
            .dataType(DataType.i2)
            .byteOrder(ByteOrder.LITTLE_ENDIAN)
            .dimensionSeparator(DimensionSeparator.DOT)
            .fillValue(0)
            .compressor(
                compressed
                    ? CompressorFactory.create("blosc", "cname", "lz4", "clevel", 5, "shuffle", 1)
                    : CompressorFactory.nullCompressor);
    ZarrArray array = JZarrs.createArray(store, path, params);
    if (stored > 0) {
      writeStored(store);
      return;
    }
    int[] slab = shape.clone();
    // One chunk along the first of several dimensions: the whole would not fit into memory.
    slab[0] = shape.length == 1 ? shape[0] : chunk[0];
    for (int start = 0; start < shape[0]; start += slab[0]) {
      int[] offset = new int[shape.length];
      offset[0] = start;
      array.write(values(new Region(offset, slab)), slab, offset);
    }
  }

  private void writeStored(AsyncStore store) {
    ChunkGrid grid = grid();
    Predicate<int[]> isStored = isStored();
    CompletableFuture<?>[] puts =
        grid.chunks().entrySet().stream()
            .filter(entry -> isStored.test(entry.getValue()))
            .map(entry -> store.put(entry.getKey(), bytes(values(grid.part(entry.getValue())))))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(puts).join();
  }

  private static byte[] bytes(short[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(values);
    return bytes.array();
  }

  /** All its chunks. */
  ChunkGrid grid() {
    return new ChunkGrid(path, chunk, Region.whole(shape));
  }

  /** The keys of the chunks of a grid that are stored. */
  List<String> stored(ChunkGrid grid) {
    Predicate<int[]> isStored = isStored();
    return grid.chunks().entrySet().stream()
        .filter(entry -> isStored.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Predicate<int[]> isStored() {
    if (stored == 0) {
      return index -> true;
    }
    int[] sides = new int[shape.length];
    Arrays.setAll(sides, i -> (shape[i] + chunk[i] - 1) / chunk[i]);
    int slots = Region.whole(sides).size();
    Set<Long> some =
        new Random(1)
            .ints(0, slots)
            .asLongStream()
            .distinct()
            .limit(stored)
            .boxed()
            .collect(Collectors.toSet());
    return index -> some.contains(linear(index, sides));
  }

  /** The values of a region, in C order. */
  short[] values(Region region) {
    short[] values = new short[region.size()];
    int row = region.shape()[region.shape().length - 1];
    int[] index = region.offset().clone();
    int position = 0;
    do {
      fillRow(linear(index, shape), values, position, row);
      position += row;
    } while (region.nextRow(index));
    if (stored > 0) {
      wipe(region, values);
    }
    return values;
  }

  private void wipe(Region region, short[] values) {
    ChunkGrid grid = new ChunkGrid(path, chunk, region);
    ShortBuffer zeros = ShortBuffer.allocate(Region.whole(chunk).size());
    Predicate<int[]> isStored = isStored();
    for (int[] chunkIndex : grid.chunks().values()) {
      if (!isStored.test(chunkIndex)) {
        grid.copy(chunkIndex, zeros, values);
      }
    }
  }

  /** The {@link #checksum(short[])} of the values of a region, which need not fit into memory. */
  String checksum(Region region) {
    CRC32 crc = new CRC32();
    int[] step = region.shape().clone();
    step[0] = shape.length == 1 ? step[0] : 1;
    int[] offset = region.offset().clone();
    for (int i = 0; i < region.shape()[0]; i += step[0]) {
      offset[0] = region.offset()[0] + i;
      update(crc, values(new Region(offset, step)));
    }
    return Long.toHexString(crc.getValue());
  }

  /** The CRC-32 of values as they are in memory, in hexadecimal digits. */
  static String checksum(short[] values) {
    CRC32 crc = new CRC32();
    update(crc, values);
    return Long.toHexString(crc.getValue());
  }

  private static void update(CRC32 crc, short[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    int step = bytes.capacity() / Short.BYTES;
    for (int i = 0; i < values.length; i += step) {
      int count = Math.min(step, values.length - i);
      bytes.asShortBuffer().put(values, i, count);
      crc.update(bytes.array(), 0, count * Short.BYTES);
    }
  }

  private static long linear(int[] index, int[] shape) {
    long linear = 0;
    for (int i = 0; i < shape.length; i++) {
      linear = linear * shape[i] + index[i];
    }
    return linear;
  }

  private void fillRow(long start, short[] values, int position, int length) {
    int mask = (1 << noiseBits) - 1;
    for (int i = 0; i < length; i++) {
      long index = start + i;
      long noise = (index ^ (index >>> 7)) * 0x9E3779B97F4A7C15L;
      noise = (noise ^ (noise >>> 32)) * 0xBF58476D1CE4E5B9L;
      values[position + i] = (short) ((index >>> 6 & 0x3FF) + (noise >>> 40 & mask));
    }
  }

  /** How many bytes the values of the array take. */
  long bytes() {
    return Short.BYTES * (long) Region.whole(shape).size();
  }
}
