package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    assertThat(header.format()).isEqualTo(BloscHeader.Format.ZSTD);
    assertThat(header.filter()).isInstanceOf(BloscFilter.BitShuffle.class);
    assertThat(header.blocksize()).isEqualTo(512);
    assertThat(header.typesize()).isEqualTo(2);
  }

  @Test
  void piecesMakeUpTheChunk() throws Exception {
    byte[] raw = RawChunks.smooth(100_000, 4);
    for (BloscEngine engine : List.of(JavaBlosc.INSTANCE, new NativeBlosc(JavaBlosc.INSTANCE))) {
      for (int blocksize : new int[] {0, 1 << 12, 1_001}) {
        for (int clevel : new int[] {0, 5}) {
          int typesize = blocksize == 1_001 ? 1 : 4;
          BloscOptions options = new BloscOptions("lz4", clevel, 1, blocksize, typesize);
          byte[] encoded = new BloscCodec(options, engine).encode(raw);
          assertThat(pieces(new BloscCodec(options, engine), encoded, raw.length)).isEqualTo(raw);
        }
      }
    }
    assertThat(pieces(Codecs.zlib(1), Codecs.zlib(1).encode(raw), raw.length)).isEqualTo(raw);
    assertThat(pieces(Codecs.none(), raw, raw.length)).isEqualTo(raw);
  }

  @Test
  void piecesAreBlocksWhereJavaDecodesThem() throws Exception {
    byte[] raw = RawChunks.smooth(100_000, 4);
    BloscCodec codec =
        new BloscCodec(new BloscOptions("lz4", 5, 1, 1 << 12, 4), JavaBlosc.INSTANCE);
    List<Integer> lengths = new ArrayList<>();

    codec.decode(
        codec.encode(raw), raw.length, (position, bytes, start, length) -> lengths.add(length));

    assertThat(lengths).hasSize(25).allMatch(length -> length <= 1 << 12);
  }

  @Test
  void blocksThatAreNotNeededAreNotDecoded() throws Exception {
    byte[] raw = RawChunks.smooth(100_000, 4);
    BloscOptions options = new BloscOptions("lz4", 5, 1, 1 << 12, 4);
    byte[] encoded = new BloscCodec(options, JavaBlosc.INSTANCE).encode(raw);
    BloscEngine wholeChunks = new NativeBlosc(JavaBlosc.INSTANCE);
    Third third = new Third();

    new BloscCodec(options, wholeChunks).decode(encoded, raw.length, third);

    assertThat(third.taken.toByteArray()).isEqualTo(Arrays.copyOfRange(raw, 2 << 12, 3 << 12));
  }

  /** Needs the third block alone. */
  private static final class Third implements Codec.Pieces {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public boolean isNeeded(int position, int length) {
      return position == 2 << 12;
    }

    @Override
    public void take(int position, byte[] bytes, int start, int length) {
      taken.write(bytes, start, length);
    }
  }

  private static byte[] pieces(Codec codec, byte[] encoded, int size) throws IOException {
    byte[] raw = new byte[size];
    codec.decode(
        encoded,
        size,
        (position, bytes, start, length) -> System.arraycopy(bytes, start, raw, position, length));
    return raw;
  }

  @Test
  void automaticShuffleDependsOnTheElementsSize() {
    assertThat(new BloscOptions("lz4", 5, -1, 0, 1).shuffle()).isEqualTo(BloscOptions.BIT_SHUFFLE);
    assertThat(new BloscOptions("lz4", 5, -1, 0, 2).shuffle()).isEqualTo(BloscOptions.BYTE_SHUFFLE);
  }

  @Test
  void bloscShufflesNoElementsThatAreLonger() throws Exception {
    byte[] encoded = Codecs.of(Map.of("id", "blosc"), 256).encode(RAW);

    assertThat(BloscHeader.read(encoded, 1000).typesize()).isEqualTo(1);
  }

  @Test
  void whatIsNotSupportedIsNamed() {
    assertThatThrownBy(() -> Codecs.of(Map.of("id", "pcodec"), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The codec \"pcodec\" is not supported in Zarr v2");
    assertThatThrownBy(() -> Codecs.of(Map.of(), 4))
        .hasMessageStartingWith("The codec \"null\" is not supported");
    assertInvalid(
        Map.of("id", "zlib", "level", 10), "The zlib level must be from -1 to 9 but is 10");
    assertInvalid(
        Map.of("id", "zlib", "level", "best"),
        "The option level of the codec zlib must be a number but is best");
    assertInvalid(
        Map.of("id", "blosc", "cname", "lzo"),
        "Blosc's cname must be blosclz, lz4, lz4hc, snappy, zlib or zstd but is lzo");
    assertInvalid(
        Map.of("id", "blosc", "clevel", 10), "Blosc's clevel must be from 0 to 9 but is 10");
    assertInvalid(
        Map.of("id", "blosc", "shuffle", 3), "Blosc's shuffle must be 0, 1, 2 or -1 but is 3");
    assertInvalid(
        Map.of("id", "blosc", "blocksize", -1), "Blosc's blocksize must not be negative but is -1");
  }

  @Test
  void anOffsetForWhichIntegersHaveNoRoomIsAnErrorOfWriters() throws Exception {
    Elements bytes = new Elements(NumberType.of("|u1").type(), new int[] {1});
    for (Number offset : List.of(256, new BigInteger("36893488147419103239"))) {
      Codec codec = Codecs.of("fixedscaleoffset", Map.of("offset", offset, "scale", 1), bytes);
      assertThat(codec.decode(new byte[1], 1)).hasSize(1);
      assertThatThrownBy(() -> codec.encode(new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("The offset of fixedscaleoffset, " + offset);
    }
  }

  @Test
  void chunksThatAreEncodedToTooManyBytesAreRefused() {
    Elements large = new Elements(NumberType.of("|u1").type(), new int[] {1 << 14, 1 << 15});
    Codec wide = Codecs.of("astype", Map.of("encode_dtype", "<f4"), large);
    Codec checksum = Codecs.of("crc32", Map.of(), large);

    assertThatThrownBy(() -> Codecs.chain(large, List.of(wide)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Chunks of [16384, 32768] elements are encoded to 2 GiB or more");
    assertThatThrownBy(
            () -> Codecs.chain(Elements.ofBytes(Integer.MAX_VALUE - 3), List.of(checksum)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no room for the checksum of 2147483644 bytes");
  }

  private static void assertInvalid(Map<String, ?> compressor, String message) {
    assertThatThrownBy(() -> Codecs.of(compressor, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
