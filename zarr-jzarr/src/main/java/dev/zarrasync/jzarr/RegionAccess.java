package dev.zarrasync.jzarr;

import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ElementType;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.array.PlannedRead;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import ucar.ma2.InvalidRangeException;
import ucar.ma2.Range;

/**
 * The methods of {@link com.bc.zarr.ZarrArray} that all its reads and writes end in, on an {@link
 * AsyncArray}. They take the regions that JZarr takes, wait, and throw what JZarr throws.
 */
final class RegionAccess {

  private static final BigInteger MAX_SIZE = BigInteger.valueOf(Found.MAX_LENGTH);

  private final String path;
  private final AsyncArray array;
  private final ArrayMetadata metadata;
  private final ZarrArray opened;
  private final String place;

  /**
   * Reads and writes an array.
   *
   * @param array the array as JZarr can hold it
   * @param opened the same as JZarr opened or created it, at the root of a store
   */
  RegionAccess(AsyncStore store, String path, AsyncArray array, ZarrArray opened) {
    this.path = path;
    this.array = array;
    this.metadata = array.metadata();
    this.opened = opened;
    this.place = "array '%s', URL %s".formatted(path, store.url(path));
  }

  ZarrArray opened() {
    return opened;
  }

  Map<String, Object> getAttributes() throws IOException {
    return Stores.await(array.attributes());
  }

  @Override
  public String toString() {
    return opened.toString().replace("{'/'", "{'/" + path + "'");
  }

  Object read(int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkSize(shape);
    if (isNothing(shape, offset)) {
      return ZarrUtils.createDataBuffer(type(), shape);
    }
    checkRegion(shape, offset);
    int count = Math.toIntExact(ZarrUtils.computeSize(shape));
    try {
      return await(array.reader().readNew(count, shape, longs(offset)));
    } catch (OutOfMemoryError e) {
      throw new IOException(
          "The heap has no room for a region of shape %s: take a smaller one, or let the JVM have more (-Xmx) (%s)"
              .formatted(Arrays.toString(shape), place),
          e);
    }
  }

  void read(Object buffer, int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkBuffer("target", buffer, shape);
    if (isNothing(shape, offset)) {
      return;
    }
    checkRegion(shape, offset);
    var unused = await(array.reader().read(buffer, shape, longs(offset)));
  }

  private <T> T await(CompletableFuture<T> read) throws IOException {
    try {
      return Stores.await(read);
    } catch (InterruptedIOException e) {
      throw interrupted("the read was interrupted (%s)".formatted(place), e);
    }
  }

  /** Plans the read of a region, which must be one that can be read. */
  PlannedRead plan(int[] shape, int[] offset) throws IOException {
    checkSize(shape);
    try {
      if (!isNothing(shape, offset)) {
        checkRegion(shape, offset);
      }
    } catch (InvalidRangeException e) {
      throw new IOException(e.getMessage(), e);
    }
    return array.reader().plan(shape, longs(offset));
  }

  void write(Number value, int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkSize(shape);
    write(ZarrUtils.createDataBufferFilledWith(value, type(), shape), shape, offset);
  }

  void write(Object buffer, int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkBuffer("source", buffer, shape);
    if (isNothing(shape, offset)) {
      return;
    }
    checkRegion(shape, offset);
    RegionWriter.Write write = array.writer().write(buffer, shape, longs(offset));
    try {
      Stores.await(write.done());
    } catch (InterruptedIOException e) {
      PartialWriteException stopped = write.stop(e);
      throw interrupted(stopped.getMessage(), stopped);
    }
  }

  private static InterruptedIOException interrupted(@Nullable String message, IOException cause) {
    InterruptedIOException interrupted = new InterruptedIOException(message);
    interrupted.initCause(cause);
    return interrupted;
  }

  private static long[] longs(int[] offset) {
    return Arrays.stream(offset).asLongStream().toArray();
  }

  private DataType type() {
    return DataType.valueOf(ElementType.of(metadata.type()).name().toLowerCase(Locale.ROOT));
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
    Class<?> type = buffer.getClass();
    String name = role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
    if (!type.isArray()) {
      throw new IOException(name + " buffer object is not an array. (" + place + ")");
    }
    if (!type.componentType().isPrimitive() || type == boolean[].class) {
      throw new IOException(
          "%s buffer object is a %s: take an array of a primitive type but boolean (%s)"
              .formatted(name, type.getSimpleName(), place));
    }
    checkSize(shape);
    long expected = ZarrUtils.computeSize(shape);
    int size = Array.getLength(buffer);
    if (size != expected) {
      throw new IOException(
          "Expected %s buffer size is %d but was %d (%s)".formatted(role, expected, size, place));
    }
  }

  /** Says whether a region is all of an array that has no elements: it needs no chunk. */
  private boolean isNothing(int[] shape, int[] offset) {
    return Arrays.equals(longs(shape), metadata.shape())
        && Arrays.stream(shape).anyMatch(length -> length == 0)
        && Arrays.equals(offset, new int[shape.length]);
  }

  /**
   * Throws what JZarr throws when it comes to a chunk that has no element in the region. It finds
   * none to come to where a length of 0 starts at a chunk's edge.
   */
  private void checkRegion(int[] shape, int[] offset) throws InvalidRangeException {
    int[] chunks = metadata.inner().chunks();
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
