package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibCodecTest {

  private static final Codec CODEC = Codecs.zlib(1);

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 6, 9})
  void decodesWhatItEncodes(int level) throws Exception {
    for (int length : new int[] {0, 1, 1000, 100_001}) {
      byte[] raw = RawChunks.smooth(length, 4);
      assertThat(CODEC.decode(Codecs.zlib(level).encode(raw), length)).isEqualTo(raw);
    }
  }

  @Test
  void rejectsTheEmptyChunk() {
    assertThatThrownBy(() -> CODEC.decode(new byte[0], 40))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream of 0 bytes cannot hold 40 bytes");
    assertThatThrownBy(() -> CODEC.decode(new byte[0], 0))
        .isInstanceOf(CorruptChunkException.class);
  }

  @Test
  void rejectsEveryTruncation() throws Exception {
    byte[] encoded = CODEC.encode(RawChunks.smooth(200, 4));
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> CODEC.decode(cut, 200)).isInstanceOf(CorruptChunkException.class);
    }
    byte[] withoutChecksum = Arrays.copyOf(encoded, encoded.length - 1);
    assertThatThrownBy(() -> CODEC.decode(withoutChecksum, 200))
        .hasMessage("The zlib stream ends before its checksum");
  }

  @Test
  void rejectsAnotherLength() throws Exception {
    byte[] encoded = CODEC.encode(new byte[12]);
    assertThatThrownBy(() -> CODEC.decode(encoded, 40))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream ends after 12 of 40 bytes");
    assertThatThrownBy(() -> CODEC.decode(encoded, 11))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream holds more than 11 bytes");
    assertThatThrownBy(() -> CODEC.decode(encoded, 0))
        .hasMessage("The zlib stream holds more than 0 bytes");
  }

  @Test
  void stopsAtABomb() throws Exception {
    var bomb = new ByteArrayOutputStream();
    try (var stream = new DeflaterOutputStream(bomb, new Deflater(9))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        stream.write(zeros);
      }
    }
    assertThatThrownBy(() -> CODEC.decode(bomb.toByteArray(), 1000))
        .hasMessage("The zlib stream holds more than 1000 bytes");
    assertThatThrownBy(() -> DecodedParts.decode(CODEC, bomb.toByteArray(), 1000, () -> 100))
        .hasMessage("The zlib stream holds more than 1000 bytes");
  }

  @Test
  void takesNoMemoryForMoreThanAStreamCanHold() {
    assertThatThrownBy(() -> CODEC.decode(new byte[1000], Integer.MAX_VALUE - 8))
        .hasMessage("The zlib stream of 1000 bytes cannot hold 2147483639 bytes");
  }

  @Test
  void decodesAsMuchAsAStreamCanHold() throws Exception {
    byte[] zeros = new byte[10 << 20];
    assertThat(CODEC.decode(Codecs.zlib(9).encode(zeros), zeros.length)).isEqualTo(zeros);
  }

  @Test
  void rejectsAWrongChecksum() throws Exception {
    byte[] encoded = CODEC.encode(RawChunks.smooth(200, 4));
    encoded[encoded.length - 1] ^= 1;
    assertThatThrownBy(() -> CODEC.decode(encoded, 200))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream is broken: incorrect data check");
  }

  @Test
  void rejectsAWrongChecksumThatBytesFollow() throws Exception {
    byte[] encoded = CODEC.encode(new byte[12]);
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 3);
    longer[encoded.length - 1] ^= 1;
    assertThatThrownBy(() -> CODEC.decode(longer, 12))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream is broken: incorrect data check");
  }

  @Test
  void rejectsTwoStreams() throws Exception {
    byte[] encoded = CODEC.encode(new byte[6]);
    byte[] two = Arrays.copyOf(encoded, 2 * encoded.length);
    System.arraycopy(encoded, 0, two, encoded.length, encoded.length);
    assertThatThrownBy(() -> CODEC.decode(two, 12))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream ends after 6 of 12 bytes");
  }

  @Test
  void findsInPartsWhatItFindsInTheWhole() throws Exception {
    byte[] encoded = CODEC.encode(RawChunks.smooth(200, 4));
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(DecodedParts.outcome(() -> DecodedParts.decode(CODEC, flipped, 200, () -> 7)))
          .as("bit %d", bit)
          .isEqualTo(DecodedParts.outcome(() -> CODEC.decode(flipped, 200)));
    }
  }

  @Test
  void freesTheMemoryOfADecoderThatIsGivenUp() throws Exception {
    Codec.Decoder decoder = CODEC.decoder(200, (position, bytes, start, length) -> {});
    byte[] encoded = CODEC.encode(RawChunks.smooth(200, 4));
    decoder.take(encoded, 0, 20);

    decoder.close();
    decoder.close();

    assertThatThrownBy(() -> decoder.take(encoded, 20, 20)).hasMessage("Inflater has been closed");
  }

  @Test
  void rejectsAPresetDictionary() {
    var deflater = new Deflater();
    deflater.setDictionary(new byte[] {1, 2, 3});
    deflater.setInput(new byte[12]);
    deflater.finish();
    byte[] encoded = new byte[100];
    int length = deflater.deflate(encoded);
    deflater.end();
    assertThatThrownBy(() -> CODEC.decode(Arrays.copyOf(encoded, length), 12))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The zlib stream needs a preset dictionary");
    assertThatThrownBy(
            () -> DecodedParts.decode(CODEC, Arrays.copyOf(encoded, length), 12, () -> 1))
        .hasMessage("The zlib stream needs a preset dictionary");
  }

  @Test
  void findsEveryFlippedBit() throws Exception {
    byte[] raw = RawChunks.smooth(200, 4);
    byte[] encoded = CODEC.encode(raw);
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        // Bits that only inform, such as the level in the header, may go unnoticed.
        assertThat(CODEC.decode(flipped, 200)).as("bit %d", bit).isEqualTo(raw);
      } catch (CorruptChunkException e) {
        assertThat(e).hasMessageContaining("zlib");
      }
    }
  }

  @Test
  void rejectsALevelOutOfRange() {
    assertThatThrownBy(() -> Codecs.zlib(10)).isInstanceOf(IllegalArgumentException.class);
  }
}
