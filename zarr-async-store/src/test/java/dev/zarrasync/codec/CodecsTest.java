package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class CodecsTest {

  private static final byte[] RAW = RawChunks.smooth(1000, 4);

  @Test
  void nullIsUncompressed() throws Exception {
    Codec codec = Codecs.of(null, 4);

    assertThat(codec.encode(RAW)).isSameAs(RAW);
    assertThat(codec.decode(RAW, 1000)).isSameAs(RAW);
    assertThatThrownBy(() -> codec.decode(RAW, 999))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The uncompressed chunk has 1000 bytes instead of 999");
  }

  @Test
  void zlibHasItsLevel() throws Exception {
    assertThat(Codecs.of(Map.of("id", "zlib"), 4).encode(RAW))
        .isEqualTo(Codecs.zlib(1).encode(RAW));
    assertThat(Codecs.of(Map.of("id", "zlib", "level", Deflater.NO_COMPRESSION), 4).encode(RAW))
        .hasSizeGreaterThan(1000);
    assertThat(Codecs.of(Map.of("id", "zlib", "level", "9"), 4).encode(RAW))
        .isEqualTo(Codecs.zlib(9).encode(RAW));
  }

  @Test
  void bloscHasItsOptions() throws Exception {
    assertThat(Codecs.of(Map.of("id", "blosc"), 4).encode(RAW))
        .isEqualTo(Codecs.blosc(new BloscOptions("lz4", 5, 1, 0, 4)).encode(RAW));
    var compressor =
        Map.of("id", "blosc", "cname", "zstd", "clevel", 3, "shuffle", 2L, "blocksize", 512);
    byte[] encoded = Codecs.of(compressor, 2).encode(RAW);

    assertThat(encoded).isEqualTo(Codecs.blosc(new BloscOptions("zstd", 3, 2, 512, 2)).encode(RAW));
    BloscHeader header = BloscHeader.read(encoded, 1000);
    assertThat(header.format()).isEqualTo(BloscFormat.ZSTD);
    assertThat(header.filter()).isInstanceOf(BitShuffle.class);
    assertThat(header.blocksize()).isEqualTo(512);
    assertThat(header.typesize()).isEqualTo(2);
  }

  @Test
  void automaticShuffleDependsOnTheElementsSize() {
    assertThat(new BloscOptions("lz4", 5, -1, 0, 1).shuffle()).isEqualTo(BloscOptions.BIT_SHUFFLE);
    assertThat(new BloscOptions("lz4", 5, -1, 0, 2).shuffle()).isEqualTo(BloscOptions.BYTE_SHUFFLE);
  }

  @Test
  void whatIsNotSupportedIsNamed() {
    assertInvalid(
        Map.of("id", "lzma"),
        "The compressor \"lzma\" is not supported; null (none), zlib and blosc are");
    assertInvalid(
        Map.of(), "The compressor \"null\" is not supported; null (none), zlib and blosc are");
    assertInvalid(
        Map.of("id", "zlib", "level", 10), "The zlib level must be from -1 to 9 but is 10");
    assertInvalid(
        Map.of("id", "zlib", "level", "best"),
        "The compressor's level must be a number but is best");
    assertInvalid(
        Map.of("id", "blosc", "cname", "lzo"),
        "Blosc's cname must be blosclz, lz4, lz4hc, snappy, zlib or zstd but is lzo");
    assertInvalid(
        Map.of("id", "blosc", "clevel", 10), "Blosc's clevel must be from 0 to 9 but is 10");
    assertInvalid(
        Map.of("id", "blosc", "shuffle", 3), "Blosc's shuffle must be 0, 1, 2 or -1 but is 3");
    assertInvalid(
        Map.of("id", "blosc", "blocksize", -1), "Blosc's blocksize must not be negative but is -1");
    assertThatThrownBy(() -> Codecs.of(Map.of("id", "blosc"), 256))
        .hasMessage("Blosc's typesize must be from 1 to 255 but is 256");
  }

  private static void assertInvalid(Map<String, ?> compressor, String message) {
    assertThatThrownBy(() -> Codecs.of(compressor, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
