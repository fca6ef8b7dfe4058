package dev.zarrasync.jzarr;

import com.bc.zarr.DataType;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.array.RegionReader;
import dev.zarrasync.array.RegionWrite;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import ucar.ma2.InvalidRangeException;
import ucar.ma2.Range;

/**
 * The methods of {@link com.bc.zarr.ZarrArray} that all its reads and writes end in, over the fetch
 * engine. They throw what JZarr throws.
 */
final class RegionAccess {

  private static final BigInteger MAX_SIZE = BigInteger.valueOf(Found.MAX_LENGTH);

  private final ArrayMetadata metadata;
  private final RegionReader reader;
  private final RegionWriter writer;
  private final Progress progress;
  private final String place;

  RegionAccess(AsyncStore store, String path, ArrayMetadata metadata, ArrayOptions options) {
    this.metadata = metadata;
    this.reader =
        new RegionReader(store, path, metadata, options.listing(), options.decodedChunks());
    this.writer = new RegionWriter(store, path, metadata, options.conditionalWrites());
    this.progress = options.progress();
    this.place = "array '%s', URL %s".formatted(path, store.url(path));
  }

  Object read(int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkSize(shape);
    Object buffer = ZarrUtils.createDataBuffer(type(), shape);
    read(buffer, shape, offset);
    return buffer;
  }

  void read(Object buffer, int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkBuffer("target", buffer, shape);
    checkRegion(shape, offset);
    Await.result(reader.read(buffer, shape, offset, progress));
  }

  void write(Number value, int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkSize(shape);
    write(ZarrUtils.createDataBufferFilledWith(value, type(), shape), shape, offset);
  }

  void write(Object buffer, int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkBuffer("source", buffer, shape);
    checkRegion(shape, offset);
    RegionWrite write = writer.write(buffer, shape, offset);
    try {
      Await.result(write.done());
    } catch (InterruptedIOException e) {
      throw interrupted(write.stop(e));
    }
  }

  private static InterruptedIOException interrupted(PartialWriteException stopped) {
    InterruptedIOException interrupted = new InterruptedIOException(stopped.getMessage());
    interrupted.initCause(stopped);
    return interrupted;
  }

  private DataType type() {
    return DataType.valueOf(metadata.type().name().toLowerCase(Locale.ROOT));
  }

  /** JZarr lets the product overflow. */
  private void checkSize(int[] shape) throws IOException {
    BigInteger size =
        Arrays.stream(shape)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ONE, BigInteger::multiply);
    if (size.compareTo(MAX_SIZE) > 0) {
      throw new IOException(
          "A region of shape %s does not fit in a Java array: take a smaller one (%s)"
              .formatted(Arrays.toString(shape), place));
    }
  }

  private void checkBuffer(String role, Object buffer, int[] shape) throws IOException {
    if (!buffer.getClass().isArray()) {
      String name = role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
      throw new IOException(name + " buffer object is not an array.");
    }
    checkSize(shape);
    long expected = ZarrUtils.computeSize(shape);
    int size = Array.getLength(buffer);
    if (size != expected) {
      throw new IOException(
          "Expected " + role + " buffer size is " + expected + " but was " + size);
    }
  }

  /**
   * Throws what JZarr throws when it comes to a chunk that has no element in the region. It finds
   * none to come to where a length of 0 starts at a chunk's edge.
   */
  private void checkRegion(int[] shape, int[] offset) throws InvalidRangeException {
    int[] chunks = metadata.chunks();
    if (shape.length != chunks.length || offset.length != chunks.length) {
      throw new InvalidRangeException(
          "The region's shape %s and offset %s must have %d dimensions (%s)"
              .formatted(Arrays.toString(shape), Arrays.toString(offset), chunks.length, place));
    }
    boolean anyChunk = true;
    for (int i = 0; i < chunks.length; i++) {
      anyChunk &= lastChunk(shape[i], offset[i], chunks[i]) >= offset[i] / chunks[i];
    }
    for (int i = 0; i < chunks.length && anyChunk; i++) {
      checkOverlap(shape[i], offset[i], chunks[i]);
    }
  }

  /** The last chunk is the one that may be all before the region's end. */
  private static void checkOverlap(int length, int offset, int chunk) throws InvalidRangeException {
    long displacement = lastChunk(length, offset, chunk) * chunk - offset;
    int first = Math.toIntExact(Math.max(0, -displacement));
    int steps = Math.toIntExact(Math.min(chunk - first, length - Math.max(0, displacement)));
    var unused = new Range(first, first + steps - 1);
  }

  private static long lastChunk(int length, int offset, int chunk) {
    return ((long) offset + length - 1) / chunk;
  }
}
