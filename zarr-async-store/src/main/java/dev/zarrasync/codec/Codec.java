package dev.zarrasync.codec;

import java.io.IOException;

/**
 * Encodes and decodes the chunks of one array. {@link Codecs} makes them; they are immutable and
 * safe for use by many threads at once.
 *
 * <p>Neither method changes the array it is given or keeps it. The result may be the argument
 * itself, where there is nothing to encode, so both are to be treated as read-only.
 */
public interface Codec {

  /**
   * Decodes a chunk.
   *
   * @param encoded the chunk as it is stored
   * @param size the length of the raw chunk in bytes, which the array's metadata gives
   * @return the raw chunk, exactly {@code size} bytes
   * @throws CorruptChunkException if the bytes are not the encoding of {@code size} bytes, as far
   *     as the format lets that be seen
   * @throws IOException if the chunk cannot be decoded
   * @throws OutOfMemoryError if the heap has no room for {@code size} bytes
   */
  byte[] decode(byte[] encoded, int size) throws IOException;

  /**
   * Says whether chunks are stored as they are, so that a part of one can be read alone.
   *
   * @return true if encoding changes nothing
   */
  default boolean isIdentity() {
    return false;
  }

  /**
   * Encodes a chunk.
   *
   * @param raw the raw chunk
   * @return the chunk as it is to be stored
   * @throws IOException if the chunk cannot be encoded
   * @throws OutOfMemoryError if the heap has no room for the result
   */
  byte[] encode(byte[] raw) throws IOException;
}
