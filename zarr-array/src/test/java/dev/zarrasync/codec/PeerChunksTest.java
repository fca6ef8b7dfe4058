package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that numcodecs wrote, by {@code make.py} beside them. */
class PeerChunksTest {

  private static final int SIZE = 4000;

  private static byte[] raw() {
    ByteBuffer raw = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; raw.hasRemaining(); i++) {
      raw.putInt(1000 + i / 3 + i * i % 7);
    }
    return raw.array();
  }

  private static byte[] written(String name) throws IOException {
    try (InputStream file = PeerChunksTest.class.getResourceAsStream("numcodecs/" + name)) {
      return file.readAllBytes();
    }
  }

  private static Codec codec(String id) {
    return Codecs.of(Map.of("id", id), 4);
  }

  private static final Map<String, ?> DELTA = Map.of("id", 3, "dist", 4);

  /** The codecs whose metadata tells how to decode, by the names of their chunks. */
  static Map<String, Codec> lzma() {
    var lzma1 = Map.of("id", 0x4000_0000_0000_0001L, "lc", 2, "lp", 1, "pb", 2);
    return Map.of(
        "lzma",
        lzma(Map.of()),
        "lzma-sha256",
        lzma(Map.of("check", 10, "preset", 9)),
        "lzma-delta",
        lzma(Map.of("filters", List.of(DELTA, Map.of("id", 33, "preset", 1)))),
        "lzma-alone",
        lzma(Map.of("format", 2, "preset", 1)),
        "lzma-raw",
        lzma(Map.of("format", 3, "filters", List.of(DELTA, Map.of("id", 33, "preset", 1)))),
        "lzma-raw-1",
        lzma(Map.of("format", 3, "filters", List.of(lzma1))),
        "lzma-raw-x86",
        lzma(
            Map.of(
                "format",
                3,
                "filters",
                List.of(Map.of("id", 4), Map.of("id", 33, "dict_size", 8192)))));
  }

  private static Codec lzma(Map<String, ?> configuration) {
    return Codecs.of("lzma", configuration, Elements.ofBytes(SIZE));
  }

  @Test
  void allFormatsOfLzmaAreReadAndWritten() throws Exception {
    for (var format : lzma().entrySet()) {
      Codec codec = format.getValue();
      assertThat(codec.decode(written(format.getKey()), SIZE)).isEqualTo(raw());
      assertThat(codec.decode(written(format.getKey()))).isEqualTo(raw());
      assertThat(codec.decode(codec.encode(raw()), SIZE)).isEqualTo(raw());
    }
  }

  @Test
  void damagedLzmaIsAnIOExceptionOrAValue() throws Exception {
    for (var format : lzma().entrySet()) {
      byte[] written = written(format.getKey());
      for (int i = 0; i < written.length; i++) {
        byte[] damaged = written.clone();
        damaged[i] ^= (byte) (1 << i % 8);
        DecodedParts.outcome(() -> format.getValue().decode(damaged, SIZE));
        byte[] cut = Arrays.copyOf(written, i);
        assertThat(DecodedParts.outcome(() -> format.getValue().decode(cut, SIZE)))
            .isEqualTo(CorruptChunkException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "lz4, lz4",
    "zlib, zlib",
    "zstd, zstd",
    "zstd-checksum, zstd",
    "blosc, blosc",
    "bz2, bz2",
    "lzma, lzma"
  })
  void whatNumcodecsWroteIsRead(String name, String id) throws Exception {
    assertThat(codec(id).decode(written(name), SIZE)).isEqualTo(raw());
    assertThat(codec(id).decode(written(name))).isEqualTo(raw());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd", "bz2", "lzma", "zlib", "blosc"})
  void whatIsWrittenIsRead(String id) throws Exception {
    Codec codec = codec(id);
    for (byte[] raw :
        List.of(raw(), new byte[0], RawChunks.random(70_000), RawChunks.repetitive(300_000))) {
      byte[] encoded = codec.encode(raw);
      assertThat(codec.decode(encoded, raw.length)).isEqualTo(raw);
      assertThat(codec.decode(encoded)).isEqualTo(raw);
      if (raw.length > 0) {
        assertThatThrownBy(() -> codec.decode(encoded, raw.length - 1))
            .isInstanceOf(CorruptChunkException.class);
      }
      assertThatThrownBy(() -> codec.decode(encoded, raw.length + 1))
          .isInstanceOf(CorruptChunkException.class);
    }
  }

  @Test
  void theLibraryAndJavaReadEachOthersZstd() throws Exception {
    byte[] raw = raw();
    byte[] decoded = new byte[SIZE];

    assertThat(ZstdCodec.decodeInJava(new ZstdCodec(3, true).encode(raw), decoded)).isEqualTo(SIZE);
    assertThat(decoded).isEqualTo(raw);
    assertThat(codec("zstd").decode(ZstdCodec.encodeInJava(raw), SIZE)).isEqualTo(raw);
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip", "zstd-checksum, zstd", "bz2, bz2", "lzma, lzma"})
  void damageNeverChangesValuesWhereThereIsAChecksum(String name, String id) throws Exception {
    byte[] written = written(name);
    for (int i = 0; i < written.length; i++) {
      byte[] damaged = written.clone();
      damaged[i] ^= 0x10;
      try {
        assertThat(codec(id).decode(damaged, SIZE)).isEqualTo(raw()); // A bit of no meaning.
      } catch (CorruptChunkException e) {
        assertThat(e).hasMessageContaining(id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd", "bz2", "lzma", "zlib", "blosc"})
  void whatIsCutOffIsCorrupt(String id) throws Exception {
    byte[] written = written(id);
    for (int length = 0; length < written.length; length++) {
      byte[] cut = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> codec(id).decode(cut, SIZE))
          .isInstanceOf(CorruptChunkException.class);
      assertThatThrownBy(() -> codec(id).decode(cut)).isInstanceOf(CorruptChunkException.class);
    }
  }
}
