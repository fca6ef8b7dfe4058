package dev.zarrasync.codec;

import java.util.Arrays;
import java.util.Optional;

/**
 * The header of a Blosc chunk, and what follows from it (c-blosc, README_CHUNK_FORMAT.rst).
 *
 * @param flags the filter, the compressor, and whether blocks are split or all is a plain copy
 * @param typesize the size of an element in bytes
 * @param nbytes the size of the raw chunk in bytes
 * @param blocksize the size of a raw block in bytes; the last block may be shorter
 */
record BloscHeader(int flags, int typesize, int nbytes, int blocksize) {

  /** The length of a header in bytes. */
  static final int LENGTH = 16;

  static final int BYTE_SHUFFLED = 0x01;
  static final int COPIED = 0x02;
  static final int BIT_SHUFFLED = 0x04;
  static final int RESERVED = 0x08;
  static final int NOT_SPLIT = 0x10;

  /** No larger buffer fits in a chunk: {@code BLOSC_MAX_BUFFERSIZE} of c-blosc. */
  static final int MAX_NBYTES = Integer.MAX_VALUE - LENGTH;

  /** No larger block is valid: {@code BLOSC_MAX_BLOCKSIZE} of c-blosc. */
  static final int MAX_BLOCKSIZE = (Integer.MAX_VALUE - 255 * 4) / 3;

  /** The shortest buffer that c-blosc compresses, and the shortest split. */
  static final int MIN_COMPRESSED = 128;

  private static final int VERSION = 2;
  private static final int FORMAT_VERSION = 1;
  private static final int MAX_SPLITS = 16;

  /** Reads the header of {@code chunk}, which has to hold {@code size} raw bytes. */
  static BloscHeader read(byte[] chunk, int size) throws CorruptChunkException {
    checkHasHeader(chunk.length);
    return read(new Slice(chunk, 0, LENGTH), chunk.length, size);
  }

  /** Reads the header of a chunk that has to have {@code length} bytes and hold {@code size}. */
  static BloscHeader read(Slice encoded, int length, int size) throws CorruptChunkException {
    byte[] bytes = encoded.array;
    int start = encoded.offset;
    var header =
        new BloscHeader(
            bytes[start + 2] & 0xff,
            bytes[start + 3] & 0xff,
            LittleEndian.getInt(bytes, start + 4),
            LittleEndian.getInt(bytes, start + 8));
    check(bytes[start] == VERSION, "has version", bytes[start] & 0xff, VERSION);
    int formatVersion = bytes[start + 1] & 0xff;
    check(formatVersion == FORMAT_VERSION, "has compressor version", formatVersion, FORMAT_VERSION);
    checkLength(cbytes(encoded), length);
    check(header.nbytes == size, "announces a raw length of", header.nbytes, size);
    header.checkPlausible();
    if (header.copied()) {
      check(length - LENGTH == size, "announces a copy in a length of", length, size + 16L);
    }
    return header;
  }

  /** The length of the raw chunk that a header announces, if the chunk can hold that. */
  static int plausibleSize(byte[] chunk) throws CorruptChunkException {
    checkHasHeader(chunk.length);
    int size = LittleEndian.getInt(chunk, 4);
    long most = Format.of(chunk[2] & 0xff).map(format -> format.mostTimes).orElse(1L);
    if (size < 0 || size > most * chunk.length) {
      throw new CorruptChunkException(
          "The Blosc chunk of %d bytes cannot hold the %d bytes that it announces"
              .formatted(chunk.length, size & 0xffff_ffffL));
    }
    return size;
  }

  /** Cuts off what follows the end that the header announces, so that no one decodes beyond it. */
  static byte[] withoutRest(byte[] chunk) throws CorruptChunkException {
    checkHasHeader(chunk.length);
    int cbytes = cbytes(new Slice(chunk, 0, LENGTH));
    return LENGTH <= cbytes && cbytes < chunk.length ? Arrays.copyOf(chunk, cbytes) : chunk;
  }

  /** The length of the chunk that a header announces, whatever it may be. */
  static int cbytes(Slice encoded) {
    return LittleEndian.getInt(encoded.array, encoded.offset + 12);
  }

  static void checkHasHeader(long length) throws CorruptChunkException {
    if (length < LENGTH) {
      throw new CorruptChunkException(
          "The chunk has " + length + " bytes, too few for a Blosc header");
    }
  }

  static void checkLength(int cbytes, long length) throws CorruptChunkException {
    check(cbytes == length, "announces a length of", cbytes, length);
  }

  private static void check(boolean valid, String what, int actual, long expected)
      throws CorruptChunkException {
    if (!valid) {
      throw new CorruptChunkException(
          "The Blosc header " + what + " " + actual + " instead of " + expected);
    }
  }

  private void checkPlausible() throws CorruptChunkException {
    boolean bothFilters = (flags & BYTE_SHUFFLED) != 0 && (flags & BIT_SHUFFLED) != 0;
    if ((flags & RESERVED) != 0 || bothFilters || Format.of(flags).isEmpty()) {
      throw new CorruptChunkException("The Blosc header has the invalid flags " + flags);
    }
    if (typesize == 0) {
      throw new CorruptChunkException("The Blosc header has the type size 0");
    }
    // c-blosc rounds the block size to whole elements, unless one element is larger.
    boolean wholeElements = blocksize < typesize || blocksize % typesize == 0;
    if (blocksize < 1
        || blocksize > Math.max(1, Math.min(nbytes, MAX_BLOCKSIZE))
        || !wholeElements) {
      throw new CorruptChunkException(
          "The Blosc header has an invalid block size of " + blocksize + " bytes");
    }
  }

  /** Writes the header to the start of {@code chunk}, which has {@code cbytes} bytes in the end. */
  void write(byte[] chunk, int cbytes) {
    chunk[0] = VERSION;
    chunk[1] = FORMAT_VERSION;
    chunk[2] = (byte) flags;
    chunk[3] = (byte) typesize;
    LittleEndian.putInt(chunk, 4, nbytes);
    LittleEndian.putInt(chunk, 8, blocksize);
    LittleEndian.putInt(chunk, 12, cbytes);
  }

  /** Whether the raw chunk follows the header as it is, without blocks and not shuffled. */
  boolean copied() {
    return (flags & COPIED) != 0;
  }

  Format format() {
    return Format.of(flags).orElseThrow();
  }

  BloscFilter filter() {
    if ((flags & BYTE_SHUFFLED) != 0) {
      return new BloscFilter.ByteShuffle(typesize);
    }
    return (flags & BIT_SHUFFLED) != 0 ? new BloscFilter.BitShuffle(typesize) : BloscFilter.NONE;
  }

  /** The count of blocks. */
  int blocks() {
    return (int) ((nbytes + (long) blocksize - 1) / blocksize);
  }

  /** Where a block starts in the raw chunk, in bytes. */
  int blockPosition(int block) {
    return block * blocksize;
  }

  /** The length of a raw block in bytes. */
  int blockLength(int block) {
    return Math.min(blocksize, nbytes - blockPosition(block));
  }

  /** How many streams of equal raw length make up a block. */
  int splits(int block) {
    boolean split =
        (flags & NOT_SPLIT) == 0
            && typesize <= MAX_SPLITS
            && blocksize / typesize >= MIN_COMPRESSED
            && blockLength(block) == blocksize;
    return split ? typesize : 1;
  }

  /** Whether something of each block is needed. */
  boolean isNeededWhole(Codec.Pieces pieces) {
    for (int block = 0; block < blocks(); block++) {
      if (!pieces.isNeeded(blockPosition(block), blockLength(block))) {
        return false;
      }
    }
    return true;
  }

  /** The header of a chunk that has a block of this one alone. */
  BloscHeader alone(int block) {
    int length = blockLength(block);
    int split = splits(block) == 1 ? NOT_SPLIT : 0;
    return new BloscHeader(flags | split, typesize, length, length);
  }

  /** The length that no frame of a block exceeds in bytes. */
  long maxFrameLength(int block) {
    int splits = splits(block);
    long raw = blockLength(block) / splits;
    // c-blosc stores what Snappy makes longer, up to this (snappy_max_compressed_length).
    long stream = 32 + raw + raw / 6;
    return splits * (4 + stream);
  }

  /** The formats of the streams in a Blosc chunk. */
  enum Format {
    BLOSCLZ(0, 255),
    LZ4(1, 255),
    SNAPPY(2, 64),
    ZLIB(3, ZlibCodec.MOST_TIMES),
    ZSTD(4, ZstdCodec.MOST_TIMES);

    private static final int SHIFT = 5;

    private final int code;

    /** By how much it can shorten bytes at most. */
    private final long mostTimes;

    Format(int code, long mostTimes) {
      this.code = code;
      this.mostTimes = mostTimes;
    }

    /** The format in the flags of a header, if they name one. */
    static Optional<Format> of(int flags) {
      return Arrays.stream(values()).filter(format -> format.code == flags >> SHIFT).findFirst();
    }

    /** The format as flags of a header. */
    int flags() {
      return code << SHIFT;
    }
  }
}
