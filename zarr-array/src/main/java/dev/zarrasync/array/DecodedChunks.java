package dev.zarrasync.array;

import dev.zarrasync.store.Fetched;
import java.io.IOException;

/** Remembers decoded chunks from one read to the next, or does not. */
@FunctionalInterface
public interface DecodedChunks {

  /** Remembers nothing. */
  DecodedChunks NONE = (encoded, decoder) -> decoder.decode(encoded);

  /** Decodes a chunk. */
  @FunctionalInterface
  interface Decoder {

    /**
     * Decodes a chunk.
     *
     * @param encoded the chunk as it is stored
     * @return the raw chunk, which may be the array of {@code encoded} itself
     * @throws IOException if the chunk is damaged
     */
    byte[] decode(Fetched.Found encoded) throws IOException;
  }

  /**
   * Returns a raw chunk, and decodes it if it is not known. Called by many threads.
   *
   * @param encoded the chunk as the store handed it out
   * @param decoder decodes it
   * @return the raw chunk: not to be changed
   * @throws IOException if the decoder does
   */
  byte[] get(Fetched.Found encoded, Decoder decoder) throws IOException;
}
