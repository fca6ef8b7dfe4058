package dev.zarrasync.hierarchy;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.array.PlannedRead;
import dev.zarrasync.array.RegionReader;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.hierarchy.internal.Trees;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * An array of Zarr v2 or v3 with elements of any type, whose regions are read and written without
 * waiting: all chunks of a region are under way at once, within the limits of the store.
 *
 * <pre>{@code
 * try (AsyncStore store = Stores.open(URI.create("s3://bucket/image.zarr"))) {
 *   AsyncArray array = AsyncArray.open(store, "0").join();
 *   long[] offset = {0, 4_096, 8_192};
 *   short[] region = (short[]) array.read(offset, new int[] {1, 512, 512}).join();
 * }
 * }</pre>
 *
 * <p>A region is an array of Java in C order: {@code byte[]}, {@code short[]}, {@code int[]} and
 * {@code long[]} for integers, unsigned ones with the same bits, and for times and durations;
 * {@code float[]} for floating-point numbers of 16 and 32 bits, {@code double[]} for those of 64;
 * two of them in a row for each complex number; {@code boolean[]}; {@code String[]} for strings of
 * fixed and of any length; {@code byte[]} with the bytes of each element in a row for raw and
 * structured types, whose {@link dev.zarrasync.codec.DataType#fields} say where in an element each
 * field is; {@code byte[][]} for bytes of any length. Numbers are also read into and written from
 * an array of another primitive type, cast as Java does.
 *
 * <p>What is stored and wrong fails with a {@link StoreException} that names the key and its URL.
 * Immutable and safe for use by many threads. It stays usable until the store is closed, which
 * remains the caller's to do.
 */
public final class AsyncArray {

  private final AsyncStore store;
  private final String path;
  private final ArrayMetadata metadata;
  private final ArrayOptions options;
  private final RegionReader reader;
  private final RegionWriter writer;

  private AsyncArray(AsyncStore store, String path, ArrayMetadata metadata, ArrayOptions options) {
    this.store = store;
    this.path = path;
    this.metadata = metadata;
    this.options = options;
    this.reader = new RegionReader(store, path, metadata, options);
    this.writer = new RegionWriter(store, path, metadata, options.conditionalWrites());
  }

  /**
   * Opens an array. Its metadata of both versions of Zarr is asked for at once, unless it was a
   * moment ago.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @return the array; fails with a {@link StoreException} if there is none, or it is not supported
   */
  public static CompletableFuture<AsyncArray> open(AsyncStore store, String path) {
    return open(store, path, ArrayOptions.DEFAULT);
  }

  /**
   * Opens an array and sets how it reads and writes.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param options how it does
   * @return the array; fails with a {@link StoreException} if there is none, or it is not supported
   */
  public static CompletableFuture<AsyncArray> open(
      AsyncStore store, String path, ArrayOptions options) {
    return ArrayHeader.loading(store, path).thenApply(new Opening(store, path, options));
  }

  /** Makes the array of its metadata. */
  private record Opening(AsyncStore store, String path, ArrayOptions options)
      implements Function<Fetched, AsyncArray> {

    @Override
    public AsyncArray apply(Fetched fetched) {
      try {
        if (fetched instanceof Fetched.Found found) {
          return of(store, path, ArrayHeader.parse(store, path, found.bytes()).metadata(), options);
        }
        throw new StoreException(
            Kind.NOT_FOUND, store, path, "there is no array: neither .zarray nor zarr.json", null);
      } catch (StoreException e) {
        throw new CompletionException(e);
      }
    }
  }

  /**
   * Takes an array whose metadata is known, and sends nothing.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param metadata what it is, with the separator settled; or what it is for JZarr
   * @param options how it reads and writes
   * @return the array
   */
  public static AsyncArray of(
      AsyncStore store, String path, ArrayMetadata metadata, ArrayOptions options) {
    return new AsyncArray(store, path, metadata, options);
  }

  /**
   * Creates an array of Zarr v3. What is under its path is deleted before. Waits until that is done
   * and the metadata is stored.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param description what it is to be
   * @return the array
   * @throws IOException if it is not supported, and then nothing is deleted; or cannot be created
   */
  public static AsyncArray create(AsyncStore store, String path, NewArray description)
      throws IOException {
    ArrayHeader header = description.header(store, path);
    Trees.replace(store, path, header.key(), MetadataJson.exact(header.json()));
    return of(store, path, header.metadata(), ArrayOptions.DEFAULT);
  }

  /**
   * Returns what the array is.
   *
   * @return its shape, type, codecs and the rest
   */
  public ArrayMetadata metadata() {
    return metadata;
  }

  /**
   * Returns the value of elements that are not stored.
   *
   * @return a region of one element
   */
  public Object fillValue() {
    return reader.fillValue();
  }

  /**
   * Returns the same array with the bytes of each element in a row, as they are in raw chunks: in
   * the byte order of its type.
   *
   * @return an array of raw elements
   * @throws IllegalStateException if its elements are strings or bytes of any length
   */
  public AsyncArray bytes() {
    DataType type = metadata.type();
    if (!type.isFixed()) {
      throw new IllegalStateException("The elements of " + this + " have any length");
    }
    DataType raw = new DataType(DataType.Kind.RAW, type.size(), type.order());
    return of(store, path, metadata.as(raw), options);
  }

  /**
   * Returns what reads regions, and does not check that they are within the array.
   *
   * @return the reader
   */
  public RegionReader reader() {
    return reader;
  }

  /**
   * Returns what writes regions, does not check that they are within the array, and can say of a
   * write under way what is stored.
   *
   * @return the writer
   */
  public RegionWriter writer() {
    return writer;
  }

  /**
   * Reads the attributes.
   *
   * @return the attributes as plain Java values; none if there are none
   */
  public CompletableFuture<Map<String, Object>> attributes() {
    return Hierarchy.attributesOf(store, path);
  }

  /**
   * Reads a region.
   *
   * @param offset the index of its first element in the array
   * @param shape its length in each dimension
   * @return a new Java array with its elements; fails with a {@link StoreException}. Cancelling it
   *     cancels the requests.
   * @throws IndexOutOfBoundsException if the region is not within the array
   * @throws IllegalArgumentException if a Java array has no room for it
   * @throws OutOfMemoryError if the heap has none
   */
  public CompletableFuture<Object> read(long[] offset, int[] shape) {
    int count = count(offset, shape);
    return count == 0
        ? CompletableFuture.completedFuture(reader.newRegion(0))
        : reader.readNew(count, shape, offset);
  }

  /**
   * Reads a region into a Java array.
   *
   * @param target takes the elements; nothing writes to it once the read is over
   * @param offset the index of the region's first element in the array
   * @param shape its length in each dimension
   * @return completes when all elements are there; fails with a {@link StoreException}. Cancelling
   *     it cancels the requests.
   * @throws IndexOutOfBoundsException if the region is not within the array
   * @throws IllegalArgumentException if {@code target} cannot hold such elements, or has another
   *     length
   */
  public CompletableFuture<Void> read(Object target, long[] offset, int[] shape) {
    int count = count(offset, shape);
    reader.checkRegion(target, count);
    return count == 0
        ? CompletableFuture.completedFuture(null)
        : reader.read(target, shape, offset);
  }

  /**
   * Plans the read of a region without sending anything.
   *
   * @param offset the index of its first element in the array
   * @param shape its length in each dimension, at least 1
   * @return what it would fetch
   * @throws IndexOutOfBoundsException if the region is not within the array
   */
  public PlannedRead plan(long[] offset, int[] shape) {
    checkWithin(offset, shape);
    return reader.plan(shape, offset);
  }

  /**
   * Writes a region. Chunks and shards that it covers in part are read, changed and stored, after
   * the other writes of the same in this process.
   *
   * @param source the elements, which must not change before the write is over
   * @param offset the index of the region's first element in the array
   * @param shape its length in each dimension
   * @return completes when all is stored; fails with a {@link
   *     dev.zarrasync.array.PartialWriteException} that says what is. Cancelling it starts no other
   *     put.
   * @throws IndexOutOfBoundsException if the region is not within the array
   * @throws IllegalArgumentException if {@code source} does not hold such elements, or has another
   *     length
   */
  public CompletableFuture<Void> write(Object source, long[] offset, int[] shape) {
    int count = count(offset, shape);
    reader.checkRegion(source, count);
    return count == 0
        ? CompletableFuture.completedFuture(null)
        : writer.write(source, shape, offset).done();
  }

  private int count(long[] offset, int[] shape) {
    checkWithin(offset, shape);
    double count = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    int inOne =
        switch (metadata.type().kind()) {
          case RAW -> metadata.type().size();
          case COMPLEX -> 2;
          default -> 1;
        };
    if (count * inOne > Fetched.Found.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A region of shape %s does not fit in a Java array: take a smaller one"
              .formatted(Arrays.toString(shape)));
    }
    return (int) count;
  }

  private void checkWithin(long[] offset, int[] shape) {
    long[] all = metadata.shape();
    boolean isWithin = offset.length == all.length && shape.length == all.length;
    for (int i = 0; isWithin && i < all.length; i++) {
      isWithin = offset[i] >= 0 && shape[i] >= 0 && offset[i] <= all[i] - shape[i];
    }
    if (!isWithin) {
      throw new IndexOutOfBoundsException(
          "The region at %s of shape %s is not within the array '%s' of shape %s"
              .formatted(
                  Arrays.toString(offset), Arrays.toString(shape), path, Arrays.toString(all)));
    }
  }

  @Override
  public String toString() {
    return "AsyncArray[" + store.url(path) + "]";
  }
}
