package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;

/** A raw chunk that a decoder hands on: each byte of it, at its place, once. */
final class DecodedParts implements Codec.Pieces {

  private static final int LONGEST_ELEMENT = 8;

  private final int elementBytes;
  private final byte[] raw;
  private final boolean[] taken;
  private int count;

  private DecodedParts(int size, int elementBytes) {
    this.elementBytes = elementBytes;
    this.raw = new byte[size];
    this.taken = new boolean[size];
  }

  /** Decodes a chunk of elements of any size. */
  static byte[] decode(Codec codec, byte[] encoded, int size, IntSupplier lengths)
      throws IOException {
    return new DecodedParts(size, LONGEST_ELEMENT).decode(codec, encoded, lengths);
  }

  /** Decodes a chunk of elements of a size. */
  static byte[] decode(Codec codec, byte[] encoded, int size, IntSupplier lengths, int elementBytes)
      throws IOException {
    return new DecodedParts(size, elementBytes).decode(codec, encoded, lengths);
  }

  /** What comes of decoding: the same for all damaged chunks, else the raw chunk. */
  static Object outcome(Callable<byte[]> decoding) throws Exception {
    try {
      return ByteBuffer.wrap(decoding.call());
    } catch (CorruptChunkException e) {
      return CorruptChunkException.class;
    }
  }

  /** Decodes a chunk in parts whose lengths are those given, one after the other. */
  private byte[] decode(Codec codec, byte[] encoded, IntSupplier lengths) throws IOException {
    try (Codec.Decoder decoder = codec.decoder(raw.length, this)) {
      for (int done = 0; done < encoded.length; ) {
        int length = Math.min(lengths.getAsInt(), encoded.length - done);
        take(decoder, encoded, done, length);
        done += length;
      }
      decoder.end();
    }
    assertThat(count).isEqualTo(raw.length);
    return raw;
  }

  /** Hands on bytes in an array that has other content later. */
  private static void take(Codec.Decoder decoder, byte[] encoded, int start, int length)
      throws IOException {
    byte[] part = new byte[length + 5];
    System.arraycopy(encoded, start, part, 3, length);
    decoder.take(part, 3, length);
    Arrays.fill(part, (byte) -1);
  }

  /** Lengths of parts from none up to a bound, the same for each seed. */
  static IntSupplier lengths(long seed, int most) {
    var random = new Random(seed);
    return () -> random.nextInt(most + 1);
  }

  @Override
  public void take(int position, byte[] bytes, int start, int length) {
    int end = position + length;
    assertThat(position % elementBytes).as("position").isZero();
    assertThat(end % elementBytes == 0 || end == raw.length).as("whole").isTrue();
    for (int i = position; i < end; i++) {
      if (taken[i]) {
        throw new AssertionError("Byte " + i + " is taken twice");
      }
      taken[i] = true;
    }
    System.arraycopy(bytes, start, raw, position, length);
    count += length;
  }
}
