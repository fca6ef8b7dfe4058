package dev.zarrasync.jzarr;

import static java.util.Objects.requireNonNull;

import com.bc.zarr.Compressor;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrConstants;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ElementType;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.array.PlannedRead;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.Hierarchy;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

  private final AsyncStore store;
  private final String path;
  private final AsyncArray array;
  private final ArrayMetadata metadata;
  private final StockArray stock;
  private final String place;

  /**
   * Reads and writes an array.
   *
   * @param array the array as JZarr can hold it
   * @param stock the same as JZarr has it
   */
  RegionAccess(AsyncStore store, String path, AsyncArray array, StockArray stock) {
    this.store = store;
    this.path = path;
    this.array = array;
    this.metadata = array.metadata();
    this.stock = stock;
    this.place = "array '" + path + "', URL " + store.url(path);
  }

  int[] getShape() {
    int[] shape = new int[metadata.rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.toIntExact(metadata.shape()[i]);
    }
    return shape;
  }

  int[] getChunks() {
    return metadata.inner().chunks().clone();
  }

  DataType getDataType() {
    return DataType.valueOf(ElementType.of(metadata.type()).name().toLowerCase(Locale.ROOT));
  }

  ByteOrder getByteOrder() {
    return metadata.type().order();
  }

  Number getFillValue() {
    return stock.fillValue();
  }

  DimensionSeparator getDimensionSeparator() {
    return requireNonNull(metadata.keys()).separator().equals("/")
        ? DimensionSeparator.SLASH
        : DimensionSeparator.DOT;
  }

  Compressor getCompressor() {
    return stock.get().getCompressor();
  }

  Map<String, Object> getAttributes() throws IOException {
    return Stores.await(array.attributes());
  }

  void writeAttributes(@Nullable Map<String, Object> attributes) throws IOException {
    if (attributes != null && !attributes.isEmpty()) {
      StringWriter json = new StringWriter();
      ZarrUtils.toJson(attributes, json, true);
      byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
      Stores.await(
          Hierarchy.put(store, Paths.resolve(path, ZarrConstants.FILENAME_DOT_ZATTRS), bytes));
    }
  }

  @Override
  public String toString() {
    return stock.get().toString().replace("{'/'", "{'/" + path + "'");
  }

  Object read(int[] shape, int[] offset) throws IOException, InvalidRangeException {
    checkSize(shape);
    if (isNothing(shape, offset)) {
      return ZarrUtils.createDataBuffer(getDataType(), shape);
    }
    checkRegion(shape, offset);
    return await(begun(shape, offset));
  }

  private CompletableFuture<Object> begun(int[] shape, int[] offset) throws IOException {
    int count = Math.toIntExact(ZarrUtils.computeSize(shape));
    try {
      return array.reader().readNew(count, shape, longs(offset));
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
    write(ZarrUtils.createDataBufferFilledWith(value, getDataType(), shape), shape, offset);
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
    long[] longs = new long[offset.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = offset[i];
    }
    return longs;
  }

  /** JZarr lets the product overflow. */
  private void checkSize(int[] shape) throws IOException {
    BigInteger size = BigInteger.ONE;
    for (int length : shape) {
      size = size.multiply(BigInteger.valueOf(length));
    }
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
        && ZarrUtils.computeSize(shape) == 0
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
