package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/**
 * Any bytes as a chunk: they are decoded to the length that the metadata says, or refused with an
 * {@link IOException}.
 */
class CodecFuzzTest {

  private static final int SIZE = 4000;
  private static final int MOST = 1 << 16;

  @FuzzTest
  void uncompressed(byte[] chunk) {
    decodeOrRefuse(Codecs.none(), chunk, SIZE);
  }

  @FuzzTest
  void zlib(byte[] chunk) {
    decodeOrRefuse(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void bloscInJava(byte[] chunk) {
    decodeOrRefuse(blosc(JavaBlosc.INSTANCE), chunk, announced(chunk));
  }

  @FuzzTest
  void bloscInNativeCode(byte[] chunk) {
    decodeOrRefuse(blosc(new NativeBlosc(JavaBlosc.INSTANCE)), chunk, announced(chunk));
  }

  private static Codec blosc(BloscEngine engine) {
    return new BloscCodec(new BloscOptions("lz4", 5, 1, 0, 4), engine);
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
