package dev.zarrasync.codec;

import java.util.Arrays;

/**
 * Decodes a BloscLZ stream, the format that c-blosc's own compressor writes.
 *
 * <p>A token below 32 copies one byte more than its value from the stream. Any other token copies
 * bytes already decoded: its upper three bits give the length less 2, and 7 there adds bytes to the
 * length up to one below 255; its lower five bits and the next byte give the distance less 1. If
 * all these bits are set, two more bytes, the higher first, give the distance less 8192. The first
 * token is always of the first kind, whatever its upper bits.
 */
final class BloscLz {

  private static final int FIRST_MATCH = 32;
  private static final int LONG_MATCH = 7;
  private static final int FAR = 0x1fff;

  private final Slice encoded;
  private final Slice raw;
  private int in;
  private int out;

  private BloscLz(Slice encoded, Slice raw) {
    this.encoded = encoded;
    this.raw = raw;
    this.in = encoded.offset;
    this.out = raw.offset;
  }

  /** Decodes {@code encoded} into {@code raw} and returns the count of bytes decoded. */
  static int decode(Slice encoded, Slice raw) throws CorruptChunkException {
    return new BloscLz(encoded, raw).decode();
  }

  private int decode() throws CorruptChunkException {
    literals(next() % FIRST_MATCH);
    while (in < encoded.end()) {
      int token = next();
      if (token < FIRST_MATCH) {
        literals(token);
      } else {
        match(token);
      }
    }
    return out - raw.offset;
  }

  private int next() throws CorruptChunkException {
    if (in >= encoded.end()) {
      throw new CorruptChunkException("The BloscLZ stream ends too early");
    }
    return encoded.array[in++] & 0xff;
  }

  private void literals(int token) throws CorruptChunkException {
    int length = token + 1;
    if (length > encoded.end() - in) {
      throw new CorruptChunkException("The BloscLZ stream ends too early");
    }
    checkRoom(length);
    System.arraycopy(encoded.array, in, raw.array, out, length);
    in += length;
    out += length;
  }

  private void match(int token) throws CorruptChunkException {
    long length = (token >> 5) + 2L;
    if (token >> 5 == LONG_MATCH) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 255);
    }
    int distance = (((token & 31) << 8) | next()) + 1;
    if (distance > FAR) {
      distance += (next() << 8) | next();
    }
    checkRoom(length);
    if (distance > out - raw.offset) {
      throw new CorruptChunkException("The BloscLZ stream refers to bytes before its start");
    }
    copy(distance, (int) length);
  }

  private void checkRoom(long length) throws CorruptChunkException {
    if (length > raw.end() - out) {
      throw new CorruptChunkException(
          "The BloscLZ stream holds more than " + raw.length + " bytes");
    }
  }

  /** Repeats the last {@code distance} bytes until {@code length} bytes are there. */
  private void copy(int distance, int length) {
    int from = out - distance;
    if (distance == 1) {
      Arrays.fill(raw.array, out, out + length, raw.array[from]);
    } else if (distance >= length) {
      System.arraycopy(raw.array, from, raw.array, out, length);
    } else {
      for (int i = 0; i < length; i++) {
        raw.array[out + i] = raw.array[from + i];
      }
    }
    out += length;
  }
}
