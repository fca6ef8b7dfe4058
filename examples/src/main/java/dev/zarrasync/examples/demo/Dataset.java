package dev.zarrasync.examples.demo;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import java.util.Random;

/**
 * An array of the demo.
 *
 * @param path where it is stored
 * @param title what it is, for the heading
 * @param shape its shape
 * @param chunk the shape of its chunks
 * @param sample the region from the origin that stands for the whole where that would take too
 *     long: shorter in the first dimension only, so that its values are the first of the array
 * @param loop how it is read one chunk after the other
 * @param params how it is created
 * @param values what it holds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Dataset(
    String path,
    String title,
    int[] shape,
    int[] chunk,
    int[] sample,
    Way loop,
    ArrayParams params,
    Object values) {

  private static final int COORDINATE_CHUNK = 5;
  private static final int TILE = 128;

  /** A coordinate that was appended to again and again: many chunks of a few bytes. */
  static Dataset coordinate(Scale scale) {
    int[] shape = {scale.values()};
    int[] chunk = {COORDINATE_CHUNK};
    int[] sample = {scale.sampleChunks() * COORDINATE_CHUNK};
    double[] values = new double[scale.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.25 - 180;
    }
    ArrayParams params =
        new ArrayParams()
            .shape(shape)
            .chunks(chunk)
            .dataType(DataType.f8)
            .compressor(CompressorFactory.nullCompressor);
    String title =
        "Coordinate: %,d values (f8) in chunks of %d, not compressed"
            .formatted(values.length, COORDINATE_CHUNK);
    return new Dataset("coordinate", title, shape, chunk, sample, Way.STOCK, params, values);
  }

  /** An image: fewer chunks, larger, compressed with Blosc. */
  static Dataset image(Scale scale) {
    int edge = scale.tiles() * TILE;
    int[] shape = {edge, edge};
    int[] chunk = {TILE, TILE};
    int[] sample = {TILE, edge};
    Random noise = new Random(1);
    short[] values = new short[edge * edge];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (i % edge + i / edge + noise.nextInt(16));
    }
    ArrayParams params =
        new ArrayParams()
            .shape(shape)
            .chunks(chunk)
            .dataType(DataType.u2)
            .compressor(CompressorFactory.create("blosc"));
    String title =
        "Image: %,d x %,d pixels (u2) in chunks of %d x %d, Blosc"
            .formatted(edge, edge, TILE, TILE);
    // Stock JZarr decodes Blosc only where the system has its library.
    return new Dataset("image", title, shape, chunk, sample, Way.ONE_AT_A_TIME, params, values);
  }

  int chunks() {
    return chunksIn(shape);
  }

  /** Counts the chunks of a region from the origin. */
  int chunksIn(int[] region) {
    int count = 1;
    for (int i = 0; i < region.length; i++) {
      count *= (region[i] + chunk[i] - 1) / chunk[i];
    }
    return count;
  }
}
