package dev.zarrasync.integration.faults;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
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
 * @param inShards whether each is the first one in a shard of many, of Zarr v3
 */
record Sample(String path, int chunks, int chunkLength, boolean inShards) {

  Sample(String path, int chunks, int chunkLength) {
    this(path, chunks, chunkLength, false);
  }

  static final Sample SMALL = new Sample("small", 6, 64);

  private static final int RANGE = 1 << 20;
  private static final int CHUNKS_OF_SHARD = 40;

  /** Its chunks are read in ranges. */
  static final Sample LARGE = new Sample("large", 2, 3 << 18);

  /** Its chunks are decoded while they are received: they are many, and larger than a MiB. */
  static final Sample MANY = new Sample("many", 32, (1 << 18) + 1_000);

  /** Its shards are so large, but for what is not stored, that their indices are read first. */
  static final Sample SHARDS = new Sample("shards", 6, 8_200, true);

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
    if (inShards) {
      writeShards(memory);
    } else {
      create(memory).write(values(), shape(), new int[1]);
    }
    ZarrArray created = other.create(memory);
    if (!other.equals(BLANK)) {
      created.write(other.values(), other.shape(), new int[1]);
    }
    return Bucket.of(memory);
  }

  private void writeShards(MemoryStore store) throws IOException {
    int shardLength = CHUNKS_OF_SHARD * chunkLength;
    AsyncArray.create(
            store,
            path,
            NewArray.of("int32", chunks, shardLength)
                .chunks(1, chunkLength)
                .shards(1, shardLength)
                .codecs(List.of()))
        .write(values(), new long[2], new int[] {chunks, chunkLength})
        .join();
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
    return path + (inShards ? "/c/" + chunk + "/0" : "/" + chunk);
  }

  List<String> keys() {
    return IntStream.range(0, chunks).mapToObj(this::key).toList();
  }
}
