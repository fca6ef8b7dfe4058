package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one engine writes, both read. */
class BloscEngineTest {

  private static final BloscEngine JAVA = JavaBlosc.INSTANCE;
  private static final BloscEngine NATIVE = new NativeBlosc(JAVA);

  @ParameterizedTest
  @ValueSource(strings = {"blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"})
  void bothEnginesReadWhatEitherWrites(String cname) throws Exception {
    for (int shuffle = 0; shuffle <= 2; shuffle++) {
      for (int typesize : new int[] {1, 2, 3, 4, 8, 16, 17, 255}) {
        for (byte[] raw : rawChunks(typesize)) {
          for (int blocksize : new int[] {0, 1000}) {
            checkAll(raw, new BloscOptions(cname, 5, shuffle, blocksize, typesize));
          }
        }
      }
    }
  }

  private static List<byte[]> rawChunks(int typesize) {
    var chunks = new ArrayList<byte[]>();
    for (int length : new int[] {0, 1, 7, 127, 128, 129, 1024, 4999, 20_000}) {
      chunks.add(RawChunks.smooth(length, typesize));
    }
    chunks.add(RawChunks.random(3001));
    chunks.add(new byte[5000]);
    return chunks;
  }

  @ParameterizedTest
  @CsvSource({"blosclz", "lz4", "lz4hc", "zlib", "zstd"})
  void everyLevelIsRead(String cname) throws Exception {
    for (int clevel = 0; clevel <= 9; clevel++) {
      checkAll(RawChunks.smooth(150_000, 4), new BloscOptions(cname, clevel, 1, 0, 4));
      checkAll(RawChunks.repetitive(150_000), new BloscOptions(cname, clevel, 0, 0, 1));
    }
  }

  @Test
  void anEngineGetsNothingOfWhatFollowsAChunk() throws Exception {
    byte[] raw = RawChunks.smooth(5000, 4);
    BloscOptions options = new BloscOptions("lz4", 5, 1, 0, 4);
    byte[] encoded = NATIVE.compress(raw, options);
    List<Integer> lengths = new ArrayList<>();
    BloscEngine spy = new SpiedEngine(lengths);
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 100);
    assertThat(new BloscCodec(options, spy).decode(longer, raw.length)).isEqualTo(raw);
    assertThat(lengths).containsExactly(encoded.length);
  }

  /** Notes the lengths of the chunks that it gets. */
  private record SpiedEngine(List<Integer> lengths) implements BloscEngine {
    @Override
    public byte[] decompress(BloscChunk chunk) throws CorruptChunkException {
      lengths.add(chunk.bytes().length);
      return NATIVE.decompress(chunk);
    }

    @Override
    public boolean prefersWhole(int size) {
      return true;
    }

    @Override
    public BlockDecoder blocks(BloscHeader header) {
      return NATIVE.blocks(header);
    }

    @Override
    public byte[] compress(byte[] raw, BloscOptions options) {
      return NATIVE.compress(raw, options);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void chunksOfManyBlocksAreRead(int shuffle) throws Exception {
    for (int typesize : new int[] {2, 4, 8}) {
      byte[] raw = RawChunks.smooth(1_500_003, typesize);
      for (String cname : List.of("blosclz", "lz4", "zstd")) {
        checkAll(raw, new BloscOptions(cname, 1, shuffle, 0, typesize));
      }
    }
  }

  @Test
  void aLargeBlockOfZstdIsRead() throws Exception {
    byte[] raw = RawChunks.smooth(12 << 20, 4);
    var options = new BloscOptions("zstd", 3, 1, 12 << 20, 4);

    byte[] decoded =
        new BloscCodec(options, JAVA).decode(NATIVE.compress(raw, options), raw.length);

    assertThat(decoded).isEqualTo(raw);
  }

  @Test
  void javaCompressesWhatCanBeCompressed() {
    byte[] raw = RawChunks.smooth(100_000, 4);
    for (String cname : List.of("blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd")) {
      for (int shuffle = 1; shuffle <= 2; shuffle++) {
        byte[] encoded = JAVA.compress(raw, new BloscOptions(cname, 5, shuffle, 0, 4));
        assertThat(encoded.length).as(cname).isLessThan(raw.length / 2);
      }
    }
  }

  @Test
  void noChunkGetsLongerThanACopy() {
    byte[] raw = RawChunks.random(100_001);
    for (String cname : List.of("lz4", "snappy", "zlib", "zstd")) {
      for (int blocksize : new int[] {0, 128}) {
        byte[] encoded = JAVA.compress(raw, new BloscOptions(cname, 9, 1, blocksize, 4));
        assertThat(encoded).hasSize(raw.length + BloscHeader.LENGTH);
      }
    }
  }

  private static void checkAll(byte[] raw, BloscOptions options) throws Exception {
    check(raw, options, JAVA, JAVA);
    check(raw, options, JAVA, NATIVE);
    check(raw, options, NATIVE, JAVA);
    check(raw, options, NATIVE, NATIVE);
  }

  private static void check(
      byte[] raw, BloscOptions options, BloscEngine writer, BloscEngine reader) throws Exception {
    byte[] encoded = new BloscCodec(options, writer).encode(raw);
    byte[] decoded = new BloscCodec(options, reader).decode(encoded, raw.length);
    assertThat(decoded)
        .as("%s, %d bytes, %s to %s", options, raw.length, writer, reader)
        .isEqualTo(raw);
  }
}
