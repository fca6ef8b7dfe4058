package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Any bytes as a chunk: they are decoded to the length that the metadata says, or refused with an
 * {@link IOException}, whether they come as a whole or in parts.
 */
class CodecFuzzTest {

  private static final int SIZE = 4000;
  private static final int MOST = 1 << 16;
  private static final int ELEMENT = 4;

  @FuzzTest
  void uncompressed(byte[] chunk) {
    decodeOrRefuse(Codecs.none(), chunk, SIZE);
  }

  @FuzzTest
  void zlib(byte[] chunk) {
    decodeOrRefuse(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void gzip(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "gzip"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void lz4(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "lz4"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void zstd(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "zstd"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void zstdInJava(byte[] chunk) throws Exception {
    byte[] raw = new byte[SIZE];
    try {
      assertThat(ZstdCodec.decodeInJava(chunk, raw)).isBetween(0L, (long) SIZE);
    } catch (CorruptChunkException e) {
      assertThat(e).hasMessageContaining("zstd");
    }
  }

  @FuzzTest
  void bloscInJava(byte[] chunk) {
    decodeOrRefuse(blosc(JavaBlosc.INSTANCE), chunk, announced(chunk));
  }

  @FuzzTest
  void bloscInNativeCode(byte[] chunk) {
    decodeOrRefuse(blosc(new NativeBlosc(JavaBlosc.INSTANCE)), chunk, announced(chunk));
  }

  @FuzzTest
  void zlibThatBytesFollow(byte[] chunk) throws Exception {
    ignoresWhatFollows(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void bloscThatBytesFollow(byte[] chunk) throws Exception {
    ignoresWhatFollows(blosc(new NativeBlosc(JavaBlosc.INSTANCE)), chunk, announced(chunk));
  }

  @FuzzTest
  void uncompressedInParts(byte[] chunk) throws Exception {
    decodeInParts(Codecs.none(), chunk, SIZE);
  }

  @FuzzTest
  void zlibInParts(byte[] chunk) throws Exception {
    decodeInParts(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void bloscInParts(byte[] chunk) throws Exception {
    decodeInParts(blosc(JavaBlosc.INSTANCE), chunk, announced(chunk));
  }

  /** The lengths of the parts come from the bytes as well, so that each input has the same. */
  private static void decodeInParts(Codec codec, byte[] chunk, int size) throws Exception {
    var lengths = DecodedParts.lengths(Arrays.hashCode(chunk), 1 + chunk.length / 3);
    Object whole = DecodedParts.outcome(() -> codec.decode(chunk, size));
    Object inParts =
        DecodedParts.outcome(() -> DecodedParts.decode(codec, chunk, size, lengths, ELEMENT));
    assertThat(inParts).isEqualTo(whole);
  }

  private static void ignoresWhatFollows(Codec codec, byte[] chunk, int size) throws IOException {
    byte[] raw;
    try {
      raw = codec.decode(chunk, size);
    } catch (CorruptChunkException e) {
      return;
    }
    assertThat(codec.decode(Arrays.copyOf(chunk, chunk.length + 9), size)).isEqualTo(raw);
  }

  private static Codec blosc(BloscEngine engine) {
    return new BloscCodec(new BloscOptions("lz4", 5, 1, 0, ELEMENT), engine);
  }

  /** The length that a Blosc header announces, as if the metadata said the same. */
  private static int announced(byte[] chunk) {
    int nbytes = chunk.length < BloscHeader.LENGTH ? SIZE : LittleEndian.getInt(chunk, 4);
    return Math.floorMod(nbytes, MOST);
  }

  private static void decodeOrRefuse(Codec codec, byte[] chunk, int size) {
    try {
      assertThat(codec.decode(chunk, size)).hasSize(size);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    int[] taken = new int[1];
    try {
      codec.decode(chunk, size, (position, bytes, start, length) -> taken[0] += length);
      assertThat(taken[0]).isEqualTo(size);
    } catch (IOException e) {
      assertThat(taken[0]).isLessThanOrEqualTo(size);
    }
  }
}
