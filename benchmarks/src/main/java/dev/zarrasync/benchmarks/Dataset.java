package dev.zarrasync.benchmarks;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An array of 2-byte integers, little endian, whose values follow from their index.
 *
 * @param path where it is stored
 * @param shape its shape
 * @param chunk the shape of its chunks
 * @param encoding how chunks are encoded
 * @param noiseBits how many bits of a value are noise, which does not compress
 * @param stored how many of the chunks are stored, here and there: in others all values are 0; or 0
 *     if all are
 * @param shard the shape of what is stored in one object; null for a chunk
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Dataset(
    String path,
    int[] shape,
    int[] chunk,
    Encoding encoding,
    int noiseBits,
    int stored,
    int @Nullable [] shard) {

  /** How chunks are encoded, and in which version of Zarr. */
  enum Encoding {
    /** Not at all, in v2. */
    NONE,
    /** By Blosc (LZ4, shuffle), in v2. */
    BLOSC,
    /** By Zstandard, as zarr-python 3 does by default, in v3. */
    ZSTD,
    /** By gzip, in v3. */
    GZIP
  }

  /** A dataset without shards. */
  Dataset(String path, int[] shape, int[] chunk, Encoding encoding, int noiseBits, int stored) {
    this(path, shape, chunk, encoding, noiseBits, stored, null);
  }

  boolean isV3() {
    return encoding == Encoding.ZSTD || encoding == Encoding.GZIP;
  }

  void write(AsyncStore store) throws Exception {
    if (isV3()) {
      writeV3(store);
    } else {
      writeV2(store);
    }
  }

  private void writeV3(AsyncStore store) throws Exception {
    Map<String, ?> codec =
        encoding == Encoding.ZSTD
            ? NewArray.codec("zstd", Map.of("level", 0, "checksum", false))
            : NewArray.codec("gzip", Map.of("level", 5));
    NewArray description =
        NewArray.of("int16", Arrays.stream(shape).asLongStream().toArray())
            .chunks(chunk)
            .codecs(List.of(codec))
            .separator(".");
    AsyncArray array =
        AsyncArray.create(store, path, shard == null ? description : description.shards(shard));
    for (Region slab : slabs()) {
      long[] offset = Arrays.stream(slab.offset()).asLongStream().toArray();
      array.write(values(slab), offset, slab.shape()).join();
    }
  }

  /** The path of one of several arrays like this. */
  String copy(int number) {
    return path + "/" + number;
  }

  /** Describes an array of v2. */
  ArrayParams params() {
    return new ArrayParams()
        .shape(shape)
        .chunks(chunk)
        .dataType(DataType.i2)
        .byteOrder(ByteOrder.LITTLE_ENDIAN)
        .dimensionSeparator(DimensionSeparator.DOT)
        .fillValue(0)
        .compressor(
            encoding == Encoding.BLOSC
                ? CompressorFactory.create("blosc", "cname", "lz4", "clevel", 5, "shuffle", 1)
                : CompressorFactory.nullCompressor);
  }

  private void writeV2(AsyncStore store) throws Exception {
    ZarrArray array = JZarrs.createArray(store, path, params());
    if (stored > 0) {
      writeStored(store);
      return;
    }
    for (Region slab : slabs()) {
      array.write(values(slab), slab.shape(), slab.offset());
    }
  }

  /** One object along the first of several dimensions: the whole would not fit into memory. */
  private List<Region> slabs() {
    int[] slab = shape.clone();
    slab[0] = shape.length == 1 ? shape[0] : object()[0];
    List<Region> slabs = new ArrayList<>();
    for (int start = 0; start < shape[0]; start += slab[0]) {
      int[] offset = new int[shape.length];
      offset[0] = start;
      slabs.add(new Region(offset, slab));
    }
    return slabs;
  }

  /** The shape of what is stored in one object. */
  private int[] object() {
    return shard == null ? chunk : shard;
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

  /** All its objects. */
  ChunkGrid grid() {
    return grid(Region.whole(shape));
  }

  /** The objects that a region has a part of. */
  ChunkGrid grid(Region region) {
    return new ChunkGrid(path + (isV3() ? "/c." : "/"), object(), region);
  }

  /** The key of its metadata. */
  String header() {
    return path + (isV3() ? "/zarr.json" : "/.zarray");
  }

  /** The keys of the chunks of a grid that are stored. */
  List<String> stored(ChunkGrid grid) {
    if (stored == 0) {
      return List.copyOf(grid.chunks().keySet());
    }
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
    ChunkGrid grid = grid(region);
    ShortBuffer zeros = ShortBuffer.allocate(Region.whole(chunk).size());
    Predicate<int[]> isStored = isStored();
    for (int[] chunkIndex : grid.chunks().values()) {
      if (!isStored.test(chunkIndex)) {
        grid.copy(chunkIndex, zeros, values);
      }
    }
  }

  /**
   * The {@link #checksum(short[])} of the values of regions one after the other, which need not fit
   * into memory.
   */
  String checksum(List<Region> regions) {
    CRC32 crc = new CRC32();
    regions.forEach(region -> update(crc, region));
    return Long.toHexString(crc.getValue());
  }

  private void update(CRC32 crc, Region region) {
    int[] step = region.shape().clone();
    step[0] = shape.length == 1 ? step[0] : 1;
    int[] offset = region.offset().clone();
    for (int i = 0; i < region.shape()[0]; i += step[0]) {
      offset[0] = region.offset()[0] + i;
      update(crc, values(new Region(offset, step)));
    }
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
