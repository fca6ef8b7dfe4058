package dev.zarrasync.codec;

import java.util.Set;

/**
 * How Blosc encodes: the options of c-blosc's {@code blosc_compress_ctx}, as in a {@code .zarray}.
 *
 * @param cname the compressor of the blocks: {@code blosclz}, {@code lz4}, {@code lz4hc}, {@code
 *     snappy}, {@code zlib} or {@code zstd}
 * @param clevel the level of compression, from 0, none, to 9, the best
 * @param shuffle the filter: {@link #NO_SHUFFLE}, {@link #BYTE_SHUFFLE}, {@link #BIT_SHUFFLE};
 *     {@link #AUTO_SHUFFLE} turns into one of the latter two
 * @param blocksize the size of a block in bytes; 0 leaves it to Blosc
 * @param typesize the size of an element in bytes, from 1 to 255
 */
public record BloscOptions(String cname, int clevel, int shuffle, int blocksize, int typesize) {

  /** Bit shuffle for elements of one byte, byte shuffle for longer ones, as numcodecs does. */
  public static final int AUTO_SHUFFLE = -1;

  /** No filter. */
  public static final int NO_SHUFFLE = 0;

  /** Puts the first bytes of all elements first, then the second ones and so on. */
  public static final int BYTE_SHUFFLE = 1;

  /** Puts the first bits of all elements first, then the second ones and so on. */
  public static final int BIT_SHUFFLE = 2;

  private static final Set<String> CNAMES =
      Set.of("blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd");

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public BloscOptions {
    check(CNAMES.contains(cname), "cname must be blosclz, lz4, lz4hc, snappy, zlib or zstd", cname);
    check(clevel >= 0 && clevel <= 9, "clevel must be from 0 to 9", clevel);
    check(shuffle >= -1 && shuffle <= 2, "shuffle must be 0, 1, 2 or -1", shuffle);
    check(blocksize >= 0, "blocksize must not be negative", blocksize);
    check(typesize >= 1 && typesize <= 255, "typesize must be from 1 to 255", typesize);
    if (shuffle == AUTO_SHUFFLE) {
      shuffle = typesize == 1 ? BIT_SHUFFLE : BYTE_SHUFFLE;
    }
  }

  private static void check(boolean valid, String rule, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("Blosc's " + rule + " but is " + value);
    }
  }
}
