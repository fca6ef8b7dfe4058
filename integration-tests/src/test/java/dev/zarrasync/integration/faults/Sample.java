package dev.zarrasync.integration.faults;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An array of {@code i4} without compression, so that no codec sees what a transport lets through.
 *
 * @param path where it is in the bucket
 * @param chunks how many it has
 * @param chunkLength how many values each has
 */
record Sample(String path, int chunks, int chunkLength) {

  static final Sample SMALL = new Sample("small", 6, 64);

  private static final int RANGE = 1 << 20;

  /** Its chunks are read in ranges. */
  static final Sample LARGE = new Sample("large", 2, 3 << 18);

  /** Its chunks are decoded while they are received: they are many, and larger than a MiB. */
  static final Sample MANY = new Sample("many", 32, (1 << 18) + 1_000);

  /** To be written. */
  static final Sample BLANK = new Sample("blank", SMALL.chunks, SMALL.chunkLength);

  /** A bucket that has it, and the blank one. */
  Bucket bucket() throws Exception {
    return and(BLANK);
  }

  /** A bucket that has it and another, which is empty if it is the blank one. */
  Bucket and(Sample other) throws Exception {
    MemoryStore memory = new MemoryStore();
    JZarrs.createGroup(memory, "", null);
    create(memory).write(values(), shape(), new int[1]);
    ZarrArray created = other.create(memory);
    if (!other.equals(BLANK)) {
      created.write(other.values(), other.shape(), new int[1]);
    }
    return Bucket.of(memory);
  }

  private ZarrArray create(MemoryStore store) throws IOException {
    return JZarrs.createArray(
        store,
        path,
        new ArrayParams()
            .shape(shape())
            .chunks(chunkLength)
            .dataType(DataType.i4)
            .compressor(CompressorFactory.nullCompressor));
  }

  int[] shape() {
    return new int[] {chunks * chunkLength};
  }

  int[] values() {
    return IntStream.range(0, chunks * chunkLength).map(i -> i * 0x9e3779b1).toArray();
  }

  boolean inRanges() {
    return 4 * chunkLength > RANGE;
  }

  /** The ranges of a chunk. */
  Stream<ByteRange> ranges() {
    return IntStream.range(0, 4 * chunkLength / RANGE)
        .mapToObj(i -> ByteRange.of((long) i * RANGE, RANGE));
  }

  String key(int chunk) {
    return path + "/" + chunk;
  }

  List<String> keys() {
    return IntStream.range(0, chunks).mapToObj(this::key).toList();
  }
}
