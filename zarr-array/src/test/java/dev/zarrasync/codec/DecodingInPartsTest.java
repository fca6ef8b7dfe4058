package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all codecs do with a chunk that comes in parts. */
class DecodingInPartsTest {

  static List<Codec> codecs() {
    return Stream.concat(Stream.of(Codecs.none()), codecsWithAnEnd().stream()).toList();
  }

  /** Their chunks say where they end. */
  static List<Codec> codecsWithAnEnd() {
    return List.of(
        Codecs.zlib(0),
        Codecs.zlib(1),
        new CodecWithoutParts(),
        blosc(JavaBlosc.INSTANCE, 5),
        blosc(new NativeBlosc(JavaBlosc.INSTANCE), 5),
        blosc(JavaBlosc.INSTANCE, 0));
  }

  private static Codec blosc(BloscEngine engine, int clevel) {
    return new BloscCodec(new BloscOptions("lz4", clevel, 1, 0, 4), engine);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void isAsDecodingTheWhole(Codec codec) throws Exception {
    for (int size : new int[] {0, 1, 7, 8, 1000, 200_003}) {
      byte[] raw = RawChunks.smooth(size, 4);
      byte[] encoded = codec.encode(raw);
      for (int most : new int[] {3, 20, 5000, 300_000}) {
        assertThat(DecodedParts.decode(codec, encoded, size, DecodedParts.lengths(size, most)))
            .isEqualTo(raw);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void takesAByteAtATime(Codec codec) throws Exception {
    byte[] raw = RawChunks.smooth(3001, 4);

    assertThat(DecodedParts.decode(codec, codec.encode(raw), 3001, () -> 1)).isEqualTo(raw);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void findsEveryTruncation(Codec codec) throws Exception {
    byte[] encoded = codec.encode(RawChunks.smooth(200, 4));
    for (int length = 0; length < encoded.length; length++) {
      assertCorrupt(codec, Arrays.copyOf(encoded, length), 200);
    }
  }

  @ParameterizedTest
  @MethodSource("codecsWithAnEnd")
  void readsAChunkThatBytesFollow(Codec codec) throws Exception {
    byte[] raw = RawChunks.smooth(4000, 4);
    byte[] encoded = codec.encode(raw);
    for (int more : new int[] {1, 16, 1000}) {
      byte[] longer = RawChunks.random(encoded.length + more);
      System.arraycopy(encoded, 0, longer, 0, encoded.length);
      assertThat(codec.decode(longer, 4000)).isEqualTo(raw);
      for (int length : new int[] {1, 3, encoded.length, 100_000}) {
        assertThat(DecodedParts.decode(codec, longer, 4000, () -> length)).isEqualTo(raw);
      }
    }
  }

  @Test
  void findsAnUncompressedChunkThatIsTooLong() {
    assertCorrupt(Codecs.none(), new byte[201], 200);
    assertCorrupt(Codecs.none(), new byte[1200], 200);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void findsAnotherSize(Codec codec) throws Exception {
    byte[] encoded = codec.encode(RawChunks.smooth(200, 4));
    for (int size : new int[] {0, 192, 199, 201, 208, 100_000}) {
      assertCorrupt(codec, encoded, size);
    }
  }

  private static void assertCorrupt(Codec codec, byte[] encoded, int size) {
    for (int length : new int[] {1, 3, 1000}) {
      assertThatThrownBy(() -> DecodedParts.decode(codec, encoded, size, () -> length))
          .isInstanceOf(CorruptChunkException.class);
    }
  }

  @Test
  void handsOnElementsAsTheyCome() throws Exception {
    int[] taken = new int[1];
    try (Codec.Decoder decoder =
        Codecs.none().decoder(32, (position, bytes, start, length) -> taken[0] += length)) {
      decoder.take(new byte[12], 0, 12);
      assertThat(taken[0]).isEqualTo(8);
      decoder.take(new byte[12], 0, 12);
      assertThat(taken[0]).isEqualTo(24);
      assertThatThrownBy(decoder::end)
          .hasMessage("The uncompressed chunk has 24 bytes instead of 32");
      assertThatThrownBy(() -> decoder.take(new byte[9], 0, 9))
          .hasMessage("The uncompressed chunk has more than 32 bytes");
    }
  }

  @Test
  void saysWhetherItTakesLittleMemory() {
    assertThat(Codecs.none().decodesInParts()).isTrue();
    assertThat(Codecs.zlib(1).decodesInParts()).isTrue();
    assertThat(Codecs.of(Map.of("id", "blosc"), 4).decodesInParts()).isTrue();
    assertThat(new CodecWithoutParts().decodesInParts()).isFalse();
  }

  /** Has the defaults. */
  private static final class CodecWithoutParts implements Codec {
    private final Codec codec = Codecs.zlib(1);

    @Override
    public byte[] decode(byte[] encoded, int size) throws IOException {
      return codec.decode(encoded, size);
    }

    @Override
    public byte[] encode(byte[] raw) throws IOException {
      return codec.encode(raw);
    }
  }
}
