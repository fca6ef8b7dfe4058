package dev.zarrasync.codec;

import java.io.ByteArrayOutputStream;
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
   * Decodes a chunk whose raw length only its bytes tell: elements of any length, or what a codec
   * before this one has made.
   *
   * @param encoded the chunk as it is stored
   * @return the raw chunk
   * @throws CorruptChunkException if the bytes are no encoding, as far as the format lets that be
   *     seen
   * @throws IOException if the chunk cannot be decoded, or this codec has to know its length
   * @throws OutOfMemoryError if the heap has no room for it
   */
  default byte[] decode(byte[] encoded) throws IOException {
    throw new IOException("the length of what is decoded must be known, and is not");
  }

  /**
   * Says what this codec makes of what it encodes, for a codec that follows.
   *
   * @param input what it encodes
   * @return elements or bytes; the default are bytes whose number only they tell
   */
  default Elements output(Elements input) {
    return isIdentity() ? input : Elements.UNKNOWN_BYTES;
  }

  /**
   * Decodes a chunk piece by piece, where the codec can, so that the raw chunk takes less memory.
   *
   * @param encoded the chunk as it is stored
   * @param size the length of the raw chunk in bytes, which the array's metadata gives
   * @param pieces takes the raw chunk
   * @throws IOException as {@link #decode(byte[], int)} does; some pieces may have been taken then
   */
  default void decode(byte[] encoded, int size, Pieces pieces) throws IOException {
    byte[] raw = decode(encoded, size);
    pieces.take(0, raw, 0, raw.length);
  }

  /**
   * Makes a decoder that is given a chunk while it is received.
   *
   * @param size the length of the raw chunk in bytes, which the array's metadata gives
   * @param pieces takes the raw chunk, within the decoder's methods
   * @return a decoder, which has to be closed
   */
  default Decoder decoder(int size, Pieces pieces) {
    var encoded = new ByteArrayOutputStream();
    return new Decoder() {
      @Override
      public void take(byte[] bytes, int start, int length) {
        encoded.write(bytes, start, length);
      }

      @Override
      public void end() throws IOException {
        Codec.this.decode(encoded.toByteArray(), size, pieces);
      }
    };
  }

  /**
   * Says whether {@linkplain #decoder decoders} decode while a chunk is received. Those that don't
   * keep it until its end.
   *
   * @return true if they need the memory of neither the encoded nor the raw chunk, where a chunk
   *     lets them
   */
  default boolean decodesInParts() {
    return false;
  }

  /**
   * Decodes one chunk while it is received, in parts of any length. For use by one thread at a
   * time; each may be another one. After an exception it can only be closed.
   */
  interface Decoder extends AutoCloseable {

    /**
     * Takes the next bytes of the encoded chunk, and hands on what can be decoded now.
     *
     * @param bytes an array that holds them; it may have other content later
     * @param start where in the array they start
     * @param length how many bytes, from 0
     * @throws CorruptChunkException if the bytes so far are not the start of the encoding of a raw
     *     chunk of its size, as far as the format lets that be seen
     * @throws IOException if the chunk cannot be decoded
     * @throws OutOfMemoryError if the heap has no room for what has to be kept
     */
    void take(byte[] bytes, int start, int length) throws IOException;

    /**
     * Says that all bytes have come, and hands on what is left of the raw chunk.
     *
     * @throws CorruptChunkException if they are not a whole chunk
     * @throws IOException as {@link #take} does
     * @throws OutOfMemoryError as {@link #take} does
     */
    void end() throws IOException;

    /** Frees what the decoder holds, whether or not the chunk came to its end. Can be repeated. */
    @Override
    default void close() {}
  }

  /** Takes a raw chunk in pieces, which come in any order and do not overlap. */
  @FunctionalInterface
  interface Pieces {

    /**
     * Says whether a piece is needed, so that it need not be decoded if not.
     *
     * @param position where in the raw chunk the piece starts, in bytes
     * @param length the length of the piece in bytes
     * @return false if it need not be taken
     */
    default boolean isNeeded(int position, int length) {
      return true;
    }

    /**
     * Takes a piece of whole elements.
     *
     * @param position where in the raw chunk the piece starts, in bytes
     * @param bytes an array that holds the piece; it may have other content later
     * @param start where in the array the piece starts
     * @param length the length of the piece in bytes
     */
    void take(int position, byte[] bytes, int start, int length);
  }

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
