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

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "lz4, lz4",
    "zlib, zlib",
    "zstd, zstd",
    "zstd-checksum, zstd",
    "blosc, blosc"
  })
  void whatNumcodecsWroteIsRead(String name, String id) throws Exception {
    assertThat(codec(id).decode(written(name), SIZE)).isEqualTo(raw());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void whatIsWrittenIsRead(String id) throws Exception {
    Codec codec = codec(id);
    for (byte[] raw :
        List.of(raw(), new byte[0], RawChunks.random(70_000), RawChunks.repetitive(300_000))) {
      byte[] encoded = codec.encode(raw);
      assertThat(codec.decode(encoded, raw.length)).isEqualTo(raw);
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
  @CsvSource({"gzip, gzip", "zstd-checksum, zstd"})
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
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void whatIsCutOffIsCorrupt(String id) throws Exception {
    byte[] written = written(id);
    for (int length = 0; length < written.length; length++) {
      byte[] cut = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> codec(id).decode(cut, SIZE))
          .isInstanceOf(CorruptChunkException.class);
    }
  }
}
