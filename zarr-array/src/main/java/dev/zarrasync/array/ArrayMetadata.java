package dev.zarrasync.array;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.Elements;
import dev.zarrasync.codec.ShardCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an array is, whichever version of Zarr it is stored in. It is checked: each size is at least
 * 0, that of a chunk at least 1, and a raw chunk of a fixed length fits in a Java array.
 *
 * @param format the version of Zarr, 2 or 3
 * @param shape the array's size in each dimension
 * @param chunks a chunk's size in each dimension
 * @param type the type of the elements in raw chunks
 * @param codec decodes and encodes chunks
 * @param fillValue the bytes of an element that is not stored; of a string in UTF-8
 * @param keys the keys of chunks; null if metadata of v2 does not name the dimension separator
 * @param dimensionNames a name for each dimension, which may be null; empty if there are none
 * @param attributes the attributes that are part of the metadata, in v3; null in v2
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and not to be changed.
public record ArrayMetadata(
    int format,
    long[] shape,
    int[] chunks,
    DataType type,
    Codec codec,
    byte[] fillValue,
    @Nullable ChunkKeys keys,
    List<@Nullable String> dimensionNames,
    @Nullable ObjectNode attributes) {

  /**
   * Parses the metadata of an array.
   *
   * @param json the content of {@code .zarray} or {@code zarr.json}
   * @return the metadata
   * @throws InvalidMetadataException if it is not valid, or asks for what is not supported
   */
  public static ArrayMetadata parse(byte[] json) throws InvalidMetadataException {
    return of(MetadataJson.parse(json));
  }

  /**
   * Takes the metadata of an array from its parsed JSON.
   *
   * @param root the content of {@code .zarray} or {@code zarr.json}, which alone has a node_type
   * @return the metadata
   * @throws InvalidMetadataException if it is not valid, or asks for what is not supported
   */
  public static ArrayMetadata of(ObjectNode root) throws InvalidMetadataException {
    return root.has("node_type") ? new MetadataV3(root).parse() : new MetadataV2(root).parse();
  }

  /**
   * Counts the dimensions.
   *
   * @return how many, from 0
   */
  public int rank() {
    return shape.length;
  }

  /**
   * Describes a raw chunk.
   *
   * @return its elements
   */
  public Elements elements() {
    return elements(chunks, type);
  }

  static Elements elements(int[] chunks, DataType type) {
    return new Elements(type, chunks.length == 0 ? new int[] {1} : chunks);
  }

  /**
   * Returns the codec of an array whose chunks are shards.
   *
   * @return the codec; null if a chunk is decoded and encoded as a whole
   */
  public @Nullable ShardCodec shards() {
    return codec instanceof ShardCodec shards ? shards : null;
  }

  /**
   * Returns the same array with the chunks that can be read alone: those in its shards.
   *
   * @return this metadata, if it has no shards
   */
  public ArrayMetadata inner() {
    ShardCodec shards = shards();
    return shards == null
        ? this
        : new ArrayMetadata(
            format,
            shape,
            shards.chunkShape(),
            type,
            shards.chunkCodec(),
            fillValue,
            keys,
            dimensionNames,
            attributes);
  }

  /**
   * Returns the length of a raw chunk.
   *
   * @return the length in bytes, or {@link Elements#UNKNOWN} if that of an element is not fixed
   */
  public int chunkBytes() {
    if (!type.isFixed()) {
      return Elements.UNKNOWN;
    }
    int bytes = type.size();
    for (int size : chunks) {
      bytes *= size;
    }
    return bytes;
  }

  /**
   * Returns this metadata with the keys of chunks settled.
   *
   * @param settled the keys
   * @return the metadata
   */
  public ArrayMetadata withKeys(ChunkKeys settled) {
    return new ArrayMetadata(
        format, shape, chunks, type, codec, fillValue, settled, dimensionNames, attributes);
  }

  /**
   * Returns the same array as JZarr can hold it: its elements have one of the {@linkplain
   * ElementType types} that JZarr has, and the codec converts them.
   *
   * @return the metadata, with this shape and these chunks
   * @throws InvalidMetadataException if JZarr cannot hold it
   */
  public ArrayMetadata forJZarr() throws InvalidMetadataException {
    return JZarrView.of(this);
  }

  /**
   * Returns the same array whose raw chunks are taken for those of another type.
   *
   * @param other a type of the same size
   * @return the metadata
   */
  public ArrayMetadata as(DataType other) {
    return withElements(other, codec, fillValue);
  }

  ArrayMetadata withElements(DataType converted, Codec converting, byte[] fill) {
    return new ArrayMetadata(
        format, shape, chunks, converted, converting, fill, keys, dimensionNames, attributes);
  }
}
