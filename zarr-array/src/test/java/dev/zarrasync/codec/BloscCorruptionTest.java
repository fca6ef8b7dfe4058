package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged Blosc chunks, for both engines. */
class BloscCorruptionTest {

  private static final int SIZE = 4000;
  private static final byte[] RAW = RawChunks.smooth(SIZE, 4);

  static List<BloscEngine> engines() {
    return List.of(JavaBlosc.INSTANCE, new NativeBlosc(JavaBlosc.INSTANCE));
  }

  private static Codec codec(BloscEngine engine) {
    return codec(engine, "lz4", 1);
  }

  private static Codec codec(BloscEngine engine, String cname, int shuffle) {
    return new BloscCodec(new BloscOptions(cname, 5, shuffle, 512, 4), engine);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyTruncationIsFound(BloscEngine engine) throws Exception {
    Codec codec = codec(engine);
    byte[] encoded = codec.encode(RAW);
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> codec.decode(cut, SIZE)).isInstanceOf(CorruptChunkException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyTruncationWithAMatchingHeaderIsFound(BloscEngine engine) throws Exception {
    Codec codec = codec(engine);
    byte[] encoded = codec.encode(RAW);
    for (int length = BloscHeader.LENGTH; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      LittleEndian.putInt(cut, 12, length);
      assertThatThrownBy(() -> codec.decode(cut, SIZE)).isInstanceOf(CorruptChunkException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aFrameThatIsLongerThanItsBlocksIsFound(BloscEngine engine) throws Exception {
    Codec codec = codec(engine);
    byte[] encoded = codec.encode(RAW);
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
    LittleEndian.putInt(longer, 12, longer.length);
    assertThatThrownBy(() -> codec.decode(longer, SIZE))
        .hasMessageMatching("Blosc block \\d+ does not fill its frame");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aLengthThatNoFrameHasIsFound(BloscEngine engine) throws Exception {
    byte[] encoded = codec(engine).encode(RAW);
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 15, 16, encoded.length + 1}) {
      byte[] chunk = withInt(Arrays.copyOf(encoded, encoded.length), 12, length);
      assertThatThrownBy(() -> codec(engine).decode(chunk, SIZE))
          .isInstanceOf(CorruptChunkException.class);
    }
  }

  /** But for the streams themselves, each bit of a chunk is in one of these places. */
  @ParameterizedTest
  @MethodSource("engines")
  void nearlyEveryFlippedBitOfHeaderAndTableIsFound(BloscEngine engine) throws Exception {
    Codec codec = codec(engine);
    byte[] encoded = codec.encode(RAW);
    int table = 4 * BloscHeader.read(encoded, SIZE).blocks();
    for (int bit = 0; bit < 8 * (BloscHeader.LENGTH + table); bit++) {
      byte[] flipped = flip(encoded, bit);
      boolean filterOrTypeSize = bit / 8 == 2 || bit / 8 == 3;
      if (filterOrTypeSize) {
        decodeOrFail(codec, flipped, SIZE);
      } else {
        assertThatThrownBy(() -> codec.decode(flipped, SIZE), "bit %d", bit)
            .isInstanceOf(CorruptChunkException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void noFlippedBitHasAnotherLengthOrAnotherException(BloscEngine engine) throws Exception {
    for (String cname : List.of("blosclz", "lz4", "snappy", "zlib", "zstd")) {
      for (int shuffle = 0; shuffle <= 2; shuffle++) {
        Codec codec = codec(engine, cname, shuffle);
        byte[] encoded = codec.encode(Arrays.copyOf(RAW, 1000));
        for (int bit = 0; bit < 8 * encoded.length; bit++) {
          decodeOrFail(codec, flip(encoded, bit), 1000);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void noScrambledStreamHasAnotherLengthOrAnotherException(BloscEngine engine) throws Exception {
    var random = new Random(1);
    for (String cname : List.of("blosclz", "lz4", "snappy", "zlib", "zstd")) {
      Codec codec = codec(engine, cname, 0);
      byte[] encoded = codec.encode(RAW);
      for (int run = 0; run < 2000; run++) {
        byte[] scrambled = encoded.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
          int position = 16 + random.nextInt(encoded.length - 16);
          scrambled[position] = (byte) random.nextInt(256);
        }
        decodeOrFail(codec, scrambled, SIZE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void randomBytesBehindAHeaderAreNoChunk(BloscEngine engine) {
    for (int seed = 1; seed <= 500; seed++) {
      byte[] chunk = RawChunks.random(16 + seed);
      new BloscHeader(BloscHeader.NOT_SPLIT | BloscHeader.Format.LZ4.flags(), 4, SIZE, SIZE)
          .write(chunk, chunk.length);
      assertThatThrownBy(() -> codec(engine).decode(chunk, SIZE))
          .isInstanceOf(CorruptChunkException.class);
    }
  }

  @Test
  void theHeaderIsCheckedFieldByField() throws Exception {
    byte[] encoded = codec(JavaBlosc.INSTANCE).encode(RAW);
    assertRejected(new byte[0], "The chunk has 0 bytes, too few for a Blosc header");
    assertRejected(new byte[15], "The chunk has 15 bytes, too few for a Blosc header");
    assertRejected(with(encoded, 0, 3), "The Blosc header has version 3 instead of 2");
    assertRejected(with(encoded, 1, 2), "The Blosc header has compressor version 2 instead of 1");
    assertRejected(with(encoded, 2, 0x39), "The Blosc header has the invalid flags 57");
    assertRejected(with(encoded, 2, 0x35), "The Blosc header has the invalid flags 53");
    assertRejected(with(encoded, 2, 0xf1), "The Blosc header has the invalid flags 241");
    assertRejected(with(encoded, 3, 0), "The Blosc header has the type size 0");
    assertRejected(
        withInt(encoded, 4, 8000),
        "The Blosc header announces a raw length of 8000 instead of 4000");
    for (int blocksize : new int[] {0, -4, 511, 4004, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertRejected(
          withInt(encoded, 8, blocksize),
          "The Blosc header has an invalid block size of " + blocksize + " bytes");
    }
    assertRejected(
        with(encoded, 2, 0x33),
        "The Blosc header announces a copy in a length of " + encoded.length + " instead of 4016");
    assertRejected(
        withInt(encoded, 8, 4),
        "The Blosc header announces 1000 blocks, too many for the chunk's length");
    assertRejected(withInt(encoded, 16, 47), "No Blosc block starts at byte 48");
    int secondStart = LittleEndian.getInt(encoded, 20);
    assertRejected(withInt(encoded, 16, secondStart), "No Blosc block starts at byte 48");
    assertRejected(
        withInt(encoded, 20, encoded.length),
        "Blosc block 1 cannot be from byte %1$d to byte %1$d".formatted(encoded.length));
    assertRejected(withInt(encoded, 48, 0), "Blosc block 0 is not within its frame");
  }

  private static void assertRejected(byte[] chunk, String message) {
    assertThatThrownBy(() -> codec(JavaBlosc.INSTANCE).decode(chunk, SIZE))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage(message);
  }

  private static byte[] with(byte[] chunk, int offset, int value) {
    byte[] changed = chunk.clone();
    changed[offset] = (byte) value;
    return changed;
  }

  private static byte[] withInt(byte[] chunk, int offset, int value) {
    byte[] changed = chunk.clone();
    LittleEndian.putInt(changed, offset, value);
    return changed;
  }

  private static byte[] flip(byte[] chunk, int bit) {
    byte[] flipped = chunk.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  /** Lets a corrupt chunk pass, but nothing else that is thrown. */
  private static void decodeOrFail(Codec codec, byte[] chunk, int size) throws Exception {
    byte[] decoded;
    try {
      decoded = codec.decode(chunk, size);
    } catch (CorruptChunkException e) {
      return;
    }
    assertThat(decoded).hasSize(size);
  }
}
