package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A stack of images, one a chunk: noise that does not compress, with dark rows in between that do
 * by a half.
 *
 * @param codec of the chunks
 * @param chunks how many images
 * @param side their width and height
 */
record LargeArray(Codec codec, int chunks, int side) {

  /** How chunks are stored. */
  enum Codec {
    NONE("large-uncompressed"),
    /** With LZ4 and shuffle. */
    BLOSC("large");

    final String path;

    Codec(String path) {
      this.path = path;
    }

    Compressor compressor() {
      return switch (this) {
        case NONE -> CompressorFactory.create("null");
        case BLOSC -> CompressorFactory.create("blosc", "cname", "lz4", "clevel", 5, "shuffle", 1);
      };
    }
  }

  private static final int DARK_ROW_EVERY = 8;

  /** An array in Blosc. */
  static LargeArray blosc(int chunks, int side) {
    return new LargeArray(Codec.BLOSC, chunks, side);
  }

  String path() {
    return codec.path;
  }

  void write(AsyncStore store) throws Exception {
    ArrayParams params =
        new ArrayParams()
            .shape(shape())
            .chunks(1, side, side)
            .dataType(DataType.u2)
            .compressor(codec.compressor());
    ZarrArray array = JZarrs.createArray(store, path(), params);
    for (int i = 0; i < chunks; i++) {
      array.write(image(i), new int[] {1, side, side}, new int[] {i, 0, 0});
    }
  }

  List<String> keys() {
    return IntStream.range(0, chunks).mapToObj(i -> path() + "/" + i + ".0.0").toList();
  }

  short[] newBuffer() {
    return new short[chunks * side * side];
  }

  long bytes() {
    return 2L * chunks * side * side;
  }

  void read(ZarrArray array, short[] buffer) throws Exception {
    array.read(buffer, shape(), new int[3]);
  }

  /** Checks what was read, and wipes it out. */
  void check(short[] buffer) throws IOException {
    int size = side * side;
    for (int i = 0; i < chunks; i++) {
      if (!Arrays.equals(buffer, i * size, (i + 1) * size, image(i), 0, size)) {
        throw new IOException("chunk " + i + " has other values than were written");
      }
    }
    Arrays.fill(buffer, (short) -1);
  }

  private int[] shape() {
    return new int[] {chunks, side, side};
  }

  private short[] image(int index) {
    SplittableRandom random = new SplittableRandom(index);
    short[] image = new short[side * side];
    for (int i = 0; i < image.length; i++) {
      boolean dark = i / side % DARK_ROW_EVERY == 0;
      image[i] = (short) (random.nextInt() >>> (dark ? 24 : 16));
    }
    return image;
  }
}
