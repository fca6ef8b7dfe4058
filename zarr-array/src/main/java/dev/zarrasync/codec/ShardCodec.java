package dev.zarrasync.codec;

import dev.zarrasync.codec.internal.VlenFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The codec {@code sharding_indexed} (Zarr v3, "Sharding codec"): a chunk is a shard of inner
 * chunks, each encoded by codecs of its own, with an index of where they are. It encodes and
 * decodes whole shards; who reads a part of one reads the {@linkplain #index index} and then the
 * inner chunks that it needs.
 *
 * <p>Immutable and safe for use by many threads at once.
 */
public final class ShardCodec implements Codec {

  private final Elements shard;
  private final Elements inner;
  private final Codec codec;
  private final byte[] fillValue;
  private final Codec indexCodec;
  private final ByteOrder indexOrder;
  private final boolean isIndexFirst;
  private final int indexLength;
  private final int[] grid;

  /**
   * Makes a codec.
   *
   * @param configuration its object in the array's metadata
   * @param shard what it encodes
   * @param fillValue an element of inner chunks that are not stored
   * @param chains makes one codec of a list of codecs, and of what it encodes
   * @throws IllegalArgumentException if an option is invalid
   */
  public ShardCodec(
      Map<String, ?> configuration,
      Elements shard,
      byte[] fillValue,
      BiFunction<List<?>, Elements, Codec> chains) {
    this.shard = shard;
    this.inner = new Elements(shard.type(), chunkShape(configuration, shard.shape()));
    this.fillValue = fillValue;
    this.codec = chains.apply(list(configuration, "codecs"), inner);
    this.grid = new int[shard.shape().length];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = shard.shape()[i] / inner.shape()[i];
    }
    List<?> indexCodecs = list(configuration, "index_codecs");
    this.indexOrder = order(indexCodecs);
    Elements entries = entries();
    this.indexCodec = chains.apply(indexCodecs, entries);
    this.indexLength = indexCodec.output(entries).bytes();
    if (indexLength == Elements.UNKNOWN) {
      throw new IllegalArgumentException(
          "The index_codecs %s do not give indices of one length".formatted(indexCodecs));
    }
    this.isIndexFirst = isIndexFirst(configuration.get("index_location"));
  }

  private ShardCodec(ShardCodec of, Codec before, DataType type, byte[] fillValue) {
    this.shard = of.shard.type(type);
    this.inner = of.inner.type(type);
    this.fillValue = fillValue;
    this.codec = Codecs.chain(inner, List.of(before, of.codec));
    this.grid = of.grid;
    this.indexOrder = of.indexOrder;
    this.indexCodec = of.indexCodec;
    this.indexLength = of.indexLength;
    this.isIndexFirst = of.isIndexFirst;
  }

  /**
   * Returns the codec that first converts each element.
   *
   * @param conversion makes of each element one of the type that this codec encodes
   * @param type the type of what it converts
   * @param converted the fill value in that type
   * @return a codec of inner chunks of that type
   */
  public ShardCodec after(Codec conversion, DataType type, byte[] converted) {
    return new ShardCodec(this, conversion, type, converted);
  }

  private Elements entries() {
    int[] shape = Arrays.copyOf(grid, grid.length + 1);
    shape[grid.length] = 2;
    return new Elements(new DataType(DataType.Kind.UNSIGNED, Long.BYTES, indexOrder), shape);
  }

  private static int[] chunkShape(Map<String, ?> configuration, int[] shard) {
    List<?> sizes = configuration.get("chunk_shape") instanceof List<?> list ? list : List.of();
    int[] shape = new int[shard.length];
    boolean isValid = sizes.size() == shape.length;
    for (int i = 0; isValid && i < shape.length; i++) {
      shape[i] = sizes.get(i) instanceof Number size ? size.intValue() : 0;
      isValid =
          shape[i] > 0
              && sizes.get(i) instanceof Number size
              && size.doubleValue() == shape[i]
              && shard[i] % shape[i] == 0;
    }
    if (!isValid) {
      throw new IllegalArgumentException(
          "The inner chunk_shape %s does not divide the shard's %s"
              .formatted(sizes, Arrays.toString(shard)));
    }
    return shape;
  }

  private static List<?> list(Map<String, ?> configuration, String name) {
    if (configuration.get(name) instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw new IllegalArgumentException(
        "The %s of sharding_indexed must be a list of codecs but are %s"
            .formatted(name, configuration.get(name)));
  }

  private static ByteOrder order(List<?> codecs) {
    for (Object codec : codecs) {
      if (codec instanceof Map<?, ?> map
          && map.get("configuration") instanceof Map<?, ?> options
          && "big".equals(options.get("endian"))) {
        return ByteOrder.BIG_ENDIAN;
      }
    }
    return ByteOrder.LITTLE_ENDIAN;
  }

  private static boolean isIndexFirst(@Nullable Object location) {
    if (location == null || location.equals("end")) {
      return false;
    }
    if (location.equals("start")) {
      return true;
    }
    throw new IllegalArgumentException(
        "The index_location must be \"start\" or \"end\" but is " + location);
  }

  /**
   * Returns the shape of an inner chunk.
   *
   * @return its length in each dimension
   */
  public int[] chunkShape() {
    return inner.shape().clone();
  }

  /**
   * Returns the codec of inner chunks.
   *
   * @return what decodes and encodes each
   */
  public Codec chunkCodec() {
    return codec;
  }

  /**
   * Returns the length of the index as it is stored.
   *
   * @return how many bytes
   */
  public int indexLength() {
    return indexLength;
  }

  /**
   * Says where the index is.
   *
   * @return true if a shard starts with it; false if it ends with it
   */
  public boolean isIndexFirst() {
    return isIndexFirst;
  }

  /**
   * Decodes an index.
   *
   * @param encoded the {@link #indexLength()} bytes of it
   * @param objectSize the size of the shard in bytes
   * @return the index
   * @throws CorruptChunkException if its checksum is wrong, or an inner chunk is not within the
   *     shard
   * @throws IOException if it cannot be decoded
   */
  public ShardIndex index(byte[] encoded, long objectSize) throws IOException {
    if (encoded.length != indexLength) {
      throw new CorruptChunkException(
          "The shard of %d bytes has no index of %d bytes".formatted(objectSize, indexLength));
    }
    return ShardIndex.read(indexCodec.decode(encoded, entries().bytes()), indexOrder, objectSize);
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws IOException {
    return decode(encoded);
  }

  @Override
  public byte[] decode(byte[] encoded) throws IOException {
    if (encoded.length < indexLength) {
      throw new CorruptChunkException(
          "The shard of %d bytes has no index of %d bytes".formatted(encoded.length, indexLength));
    }
    int start = isIndexFirst ? 0 : encoded.length - indexLength;
    ShardIndex index =
        index(Arrays.copyOfRange(encoded, start, start + indexLength), encoded.length);
    Object all = blank(shard);
    Object filled = null;
    for (int i = 0; i < index.count(); i++) {
      Object chunk;
      if (index.isStored(i)) {
        int from = (int) index.offset(i);
        byte[] stored = Arrays.copyOfRange(encoded, from, from + (int) index.length(i));
        chunk = apart(isFixed() ? codec.decode(stored, inner.bytes()) : codec.decode(stored));
      } else {
        filled = filled == null ? filled() : filled;
        chunk = filled;
      }
      new Rows(i).copy(chunk, all, false);
    }
    return joined(all);
  }

  /** {@inheritDoc} An inner chunk that has the fill value everywhere is not stored. */
  @Override
  public byte[] encode(byte[] raw) throws IOException {
    Object all = apart(raw);
    ShardIndex.Builder index =
        new ShardIndex.Builder(Arrays.stream(grid).reduce(1, Math::multiplyExact), indexOrder);
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    byte[] filled = joined(filled());
    for (int i = 0; i < index.count(); i++) {
      Object part = blank(inner);
      new Rows(i).copy(part, all, true);
      byte[] chunk = joined(part);
      if (!Arrays.equals(chunk, filled)) {
        byte[] encoded = codec.encode(chunk);
        index.put(i, chunks.size() + (isIndexFirst ? indexLength : 0L), encoded.length);
        chunks.writeBytes(encoded);
      }
    }
    byte[] encodedIndex = indexCodec.encode(index.raw());
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(chunks.size() + indexLength);
    encoded.writeBytes(isIndexFirst ? encodedIndex : chunks.toByteArray());
    encoded.writeBytes(isIndexFirst ? chunks.toByteArray() : encodedIndex);
    return encoded.toByteArray();
  }

  // ------------------------------------- Elements: bytes in a row, or if of any length, one by one

  private boolean isFixed() {
    return shard.type().isFixed();
  }

  private Object blank(Elements elements) {
    return isFixed() ? new byte[elements.bytes()] : new byte[elements.count()][];
  }

  private Object filled() {
    Object filled = blank(inner);
    if (filled instanceof byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = fillValue[i % fillValue.length];
      }
    } else {
      Arrays.fill((byte[][]) filled, fillValue);
    }
    return filled;
  }

  private Object apart(byte[] raw) throws CorruptChunkException {
    if (isFixed()) {
      return raw;
    }
    var unused = VlenItems.of(raw); // They are whole.
    return VlenFormat.split(ByteBuffer.wrap(raw));
  }

  private static byte[] joined(Object elements) {
    return elements instanceof byte[] bytes ? bytes : VlenFormat.join((byte[][]) elements);
  }

  /** The rows of an inner chunk, each of which is a run of elements in it and in the shard. */
  private final class Rows {
    private final int[] chunk;
    private final int unit = Math.max(1, shard.type().size());

    Rows(int number) {
      chunk = new int[grid.length];
      int rest = number;
      for (int i = grid.length - 1; i >= 0; i--) {
        chunk[i] = rest % grid[i];
        rest /= grid[i];
      }
    }

    @SuppressWarnings("SuspiciousSystemArraycopy") // Both are byte[], or both byte[][].
    void copy(Object ofChunk, Object ofShard, boolean toChunk) throws CorruptChunkException {
      int row = inner.shape()[grid.length - 1] * unit;
      int length = Array.getLength(ofChunk);
      if (length != inner.count() * unit) {
        throw new CorruptChunkException(
            "An inner chunk has %d elements instead of %d".formatted(length / unit, inner.count()));
      }
      for (int i = 0; i < length / row; i++) {
        int start = start(i);
        if (toChunk) {
          System.arraycopy(ofShard, start, ofChunk, i * row, row);
        } else {
          System.arraycopy(ofChunk, i * row, ofShard, start, row);
        }
      }
    }

    /** Where in the shard a row is. */
    private int start(int row) {
      int last = grid.length - 1;
      int rest = row;
      int stride = unit;
      int start = 0;
      for (int i = last; i >= 0; i--) {
        int coordinate = chunk[i] * inner.shape()[i];
        if (i < last) {
          coordinate += rest % inner.shape()[i];
          rest /= inner.shape()[i];
        }
        start += coordinate * stride;
        stride *= shard.shape()[i];
      }
      return start;
    }
  }
}
