package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that announce more than they have, to codecs that do not know how long they should be. */
class AnnouncedLengthTest {

  private static final int MOST_MEMORY = 4 << 20;
  private static final int GIGABYTE = 1 << 30;

  private static Codec codec(Map<String, ?> configuration) {
    return Codecs.of(configuration, 4);
  }

  private static byte[] written(String name) throws IOException {
    try (InputStream file = AnnouncedLengthTest.class.getResourceAsStream("numcodecs/" + name)) {
      return file.readAllBytes();
    }
  }

  /** Counts what this thread allocates meanwhile. */
  private static long allocated(Decoding decoding) throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    decoding.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @FunctionalInterface
  private interface Decoding {
    void run() throws Exception;
  }

  private static void assertRefusedInLittleMemory(Codec codec, byte[] chunk) throws Exception {
    long allocated =
        allocated(
            () ->
                assertThatThrownBy(() -> codec.decode(chunk))
                    .isInstanceOf(CorruptChunkException.class));
    assertThat(allocated).isLessThan(MOST_MEMORY);
  }

  @ParameterizedTest
  @ValueSource(ints = {GIGABYTE, Integer.MAX_VALUE, -1})
  void lz4(int announced) throws Exception {
    byte[] chunk = written("lz4");
    LittleEndian.putInt(chunk, 0, announced);

    assertRefusedInLittleMemory(codec(Map.of("id", "lz4")), chunk);
  }

  @ParameterizedTest
  @ValueSource(ints = {GIGABYTE, Integer.MAX_VALUE - 16, -1})
  void blosc(int announced) throws Exception {
    byte[] chunk = written("blosc");
    LittleEndian.putInt(chunk, 4, announced);

    assertRefusedInLittleMemory(codec(Map.of("id", "blosc")), chunk);
  }

  @ParameterizedTest
  @ValueSource(longs = {GIGABYTE, 1L << 40, -1})
  void zstd(long announced) throws Exception {
    byte[] block = {1, 0, 0}; // The last one, of 0 bytes.
    byte[] chunk = new byte[4 + 1 + 8 + block.length];
    LittleEndian.putInt(chunk, 0, 0xFD2FB528);
    chunk[4] = (byte) 0xe0; // 8 bytes for the length, one segment.
    LittleEndian.putLong(chunk, 5, announced);
    System.arraycopy(block, 0, chunk, 13, block.length);

    assertRefusedInLittleMemory(codec(Map.of("id", "zstd")), chunk);
  }

  @Test
  void zstdWithoutALength() throws Exception {
    byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0};
    byte[] blocks = {3 << 3 | 1 << 1, 0, 0, 7, 1, 0, 0}; // 3 times the same byte, then none.
    byte[] chunk = Arrays.copyOf(head, head.length + blocks.length);
    System.arraycopy(blocks, 0, chunk, head.length, blocks.length);

    assertThat(codec(Map.of("id", "zstd")).decode(chunk)).isEqualTo(new byte[] {7, 7, 7});
  }

  @Test
  void zstdInManyFrames() throws Exception {
    byte[] frame = codec(Map.of("id", "zstd")).encode(new byte[1000]);
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2};
    byte[] frames = new byte[2 * frame.length + skippable.length];
    System.arraycopy(frame, 0, frames, 0, frame.length);
    System.arraycopy(skippable, 0, frames, frame.length, skippable.length);
    System.arraycopy(frame, 0, frames, frame.length + skippable.length, frame.length);

    assertThat(codec(Map.of("id", "zstd")).decode(frames)).isEqualTo(new byte[2000]);
  }

  /** Decodes all the same: a dictionary longer than the chunk is of no use. */
  @Test
  void lzmaWithALongDictionary() throws Exception {
    byte[] chunk = written("lzma-alone");
    LittleEndian.putInt(chunk, 1, -1);
    Codec codec = codec(Map.of("id", "lzma", "format", 2));

    assertThat(allocated(() -> assertThat(codec.decode(chunk, 4000)).hasSize(4000)))
        .isLessThan(MOST_MEMORY);
  }

  @Test
  void xzWithALongDictionary() throws Exception {
    byte[] chunk = withDictionary(written("lzma"), 37); // 1.5 GiB.
    Codec codec = codec(Map.of("id", "lzma"));

    assertThat(allocated(() -> assertThat(codec.decode(chunk, 4000)).hasSize(4000)))
        .isLessThan(MOST_MEMORY);
    assertThat(codec.decode(chunk)).hasSize(4000);
    chunk[15]++; // Its header is damaged.
    assertRefusedInLittleMemory(codec, chunk);
  }

  /** A second stream may follow the first. */
  @Test
  void xzWithALongDictionaryFurtherOn() throws Exception {
    Codec codec = codec(Map.of("id", "lzma"));
    byte[] first = codec.encode(new byte[0]);
    byte[] second = withDictionary(written("lzma"), 37);
    byte[] chunk = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, chunk, first.length, second.length);

    assertRefusedInLittleMemory(codec, chunk);
  }

  private static byte[] withDictionary(byte[] chunk, int code) {
    int header = 12;
    int crc = header + 4 * (chunk[header] & 0xff);
    chunk[header + 4] = (byte) code;
    CRC32 checksum = new CRC32();
    checksum.update(chunk, header, crc - header);
    LittleEndian.putInt(chunk, crc, (int) checksum.getValue());
    return chunk;
  }

  /** What a stream does not announce takes memory only as it comes. */
  @ParameterizedTest
  @ValueSource(strings = {"bz2", "lzma"})
  void aChunkThatIsTooLong(String id) throws Exception {
    Codec codec = codec(Map.of("id", id));
    byte[] bomb = codec.encode(new byte[1 << 20]);

    assertThatThrownBy(() -> codec.decode(bomb, 1000))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The " + id + " stream holds more than 1000 bytes");
    byte[] small = codec.encode(new byte[10]);
    long allocated =
        allocated(
            () ->
                assertThatThrownBy(() -> codec.decode(small, GIGABYTE))
                    .isInstanceOf(CorruptChunkException.class));
    assertThat(allocated).isLessThan(20 << 20);
  }
}
