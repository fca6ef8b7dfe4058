package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blosc chunks that come in parts. */
class BloscDecoderTest {

  private static final Codec.Pieces NOWHERE = (position, bytes, start, length) -> {};

  @ParameterizedTest
  @ValueSource(strings = {"blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"})
  void decodesInPartsWhatItDecodesInTheWhole(String cname) throws Exception {
    for (int shuffle = 0; shuffle <= 2; shuffle++) {
      for (int typesize : new int[] {1, 2, 3, 4, 8, 17}) {
        for (int blocksize : new int[] {0, 1000}) {
          var options = new BloscOptions(cname, 5, shuffle, blocksize, typesize);
          check(RawChunks.smooth(typesize * 3001, typesize), options);
          check(RawChunks.random(typesize * 501), options);
        }
        // Native code decodes blocks of this size.
        var options = new BloscOptions(cname, 5, shuffle, 1 << 15, typesize);
        check(RawChunks.smooth(typesize * 20_001, typesize), options);
      }
    }
  }

  private static void check(byte[] raw, BloscOptions options) throws Exception {
    int elementBytes = 8 % options.typesize() == 0 ? options.typesize() : 1;
    for (BloscEngine engine : BloscCorruptionTest.engines()) {
      Codec codec = new BloscCodec(options, engine);
      byte[] encoded = codec.encode(raw);
      for (byte[] chunk : List.of(encoded, shuffled(encoded))) {
        assertThat(codec.decode(chunk, raw.length)).isEqualTo(raw);
        for (int most : new int[] {40, 2000, 1 << 20}) {
          var lengths = DecodedParts.lengths(most, most);
          assertThat(DecodedParts.decode(codec, chunk, raw.length, lengths, elementBytes))
              .as("%s in parts of up to %d bytes", options, most)
              .isEqualTo(raw);
        }
      }
    }
  }

  /** Stores the blocks of a chunk in another order, as c-blosc does with several threads. */
  private static byte[] shuffled(byte[] chunk) throws CorruptChunkException {
    BloscHeader header = BloscHeader.read(chunk, LittleEndian.getInt(chunk, 4));
    if (header.copied()) {
      return chunk;
    }
    BloscChunk.Frames frames = frames(chunk, header);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < frames.count(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(chunk.length));
    byte[] shuffled = chunk.clone();
    int position = frames.start(0);
    for (int i : order) {
      System.arraycopy(chunk, frames.start(i), shuffled, position, frames.length(i));
      LittleEndian.putInt(shuffled, BloscHeader.LENGTH + 4 * frames.block(i), position);
      position += frames.length(i);
    }
    return shuffled;
  }

  private static BloscChunk.Frames frames(byte[] chunk, BloscHeader header)
      throws CorruptChunkException {
    var table =
        new Slice(chunk, BloscHeader.LENGTH, BloscChunk.Frames.tableLength(header, chunk.length));
    return BloscChunk.Frames.read(table, header, chunk.length);
  }

  @Test
  void takesAByteAtATime() throws Exception {
    byte[] raw = RawChunks.smooth(10_000, 4);
    Codec codec = codec("lz4", 1, 1024, 4);
    byte[] encoded = shuffled(codec.encode(raw));

    assertThat(DecodedParts.decode(codec, encoded, raw.length, () -> 1)).isEqualTo(raw);
  }

  @Test
  void handsOnEachBlockWhenItIsThere() throws Exception {
    byte[] raw = RawChunks.smooth(100_000, 4);
    Codec codec = codec("zstd", 1, 1 << 12, 4);
    byte[] encoded = shuffled(codec.encode(raw));
    BloscChunk.Frames frames = frames(encoded, BloscHeader.read(encoded, raw.length));
    List<Integer> blocks = new ArrayList<>();
    Codec.Pieces pieces = (position, bytes, start, length) -> blocks.add(position >> 12);

    try (Codec.Decoder decoder = codec.decoder(raw.length, pieces)) {
      decoder.take(encoded, 0, frames.start(0));
      for (int i = 0; i < frames.count(); i++) {
        decoder.take(encoded, frames.start(i), frames.length(i) - 1);
        assertThat(blocks).hasSize(i);
        decoder.take(encoded, frames.start(i + 1) - 1, 1);
        assertThat(blocks).hasSize(i + 1).last().isEqualTo(frames.block(i));
      }
      decoder.end();
    }
  }

  @Test
  void blocksThatAreNotNeededAreNotDecoded() throws Exception {
    byte[] raw = RawChunks.smooth(100_000, 4);
    Codec codec = codec("zstd", 1, 1 << 12, 4);
    byte[] encoded = codec.encode(raw);
    BloscChunk.Frames frames = frames(encoded, BloscHeader.read(encoded, raw.length));
    for (int i = 0; i < frames.count(); i++) {
      if (i != 2) {
        Arrays.fill(encoded, frames.start(i) + 4, frames.start(i + 1), (byte) 0);
      }
    }
    byte[] third = new byte[1 << 12];
    Codec.Pieces pieces =
        new Codec.Pieces() {
          @Override
          public boolean isNeeded(int position, int length) {
            return position == 2 << 12;
          }

          @Override
          public void take(int position, byte[] bytes, int start, int length) {
            System.arraycopy(bytes, start, third, position - (2 << 12), length);
          }
        };

    try (Codec.Decoder decoder = codec.decoder(raw.length, pieces)) {
      decoder.take(encoded, 0, encoded.length);
      decoder.end();
    }

    assertThat(third).isEqualTo(Arrays.copyOfRange(raw, 2 << 12, 3 << 12));
  }

  @Test
  void blocksThatSplitElementsAreJoined() throws Exception {
    byte[] raw = RawChunks.smooth(100_000, 4);
    byte[] encoded = codec("lz4", 0, 1_001, 1).encode(raw);

    byte[] decoded =
        DecodedParts.decode(codec("lz4", 0, 0, 4), shuffled(encoded), raw.length, () -> 777);

    assertThat(decoded).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blosclz", "lz4", "snappy", "zlib", "zstd"})
  void findsInPartsWhatItFindsInTheWhole(String cname) throws Exception {
    Codec codec = codec(cname, 1, 512, 4);
    byte[] encoded = shuffled(codec.encode(RawChunks.smooth(1400, 4)));
    for (int length = 0; length <= encoded.length; length++) {
      checkOutcome(codec, Arrays.copyOf(encoded, length), 1400);
      byte[] announced = Arrays.copyOf(encoded, Math.max(length, BloscHeader.LENGTH));
      LittleEndian.putInt(announced, 12, announced.length);
      checkOutcome(codec, announced, 1400);
    }
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      checkOutcome(codec, flipped, 1400);
    }
    checkScrambled(codec, encoded, 1400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blosclz", "lz4", "zlib", "zstd"})
  void findsInNativeCodeWhatItFindsInTheWhole(String cname) throws Exception {
    var options = new BloscOptions(cname, 5, 1, 1 << 14, 4);
    Codec codec = new BloscCodec(options, new NativeBlosc(JavaBlosc.INSTANCE));
    byte[] encoded = shuffled(codec.encode(RawChunks.smooth(40_000, 4)));

    checkScrambled(codec, encoded, 40_000);
  }

  private static void checkScrambled(Codec codec, byte[] encoded, int size) throws Exception {
    var random = new Random(1);
    for (int run = 0; run < 1000; run++) {
      byte[] scrambled = encoded.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        scrambled[random.nextInt(scrambled.length)] = (byte) random.nextInt(256);
      }
      checkOutcome(codec, scrambled, size);
    }
  }

  private static void checkOutcome(Codec codec, byte[] chunk, int size) throws Exception {
    Object whole = DecodedParts.outcome(() -> codec.decode(chunk, size));
    assertThat(DecodedParts.outcome(() -> DecodedParts.decode(codec, chunk, size, () -> 100, 4)))
        .isEqualTo(whole);
  }

  @Test
  void findsWrongLengthsAsSoonAsItCan() throws Exception {
    Codec codec = codec("lz4", 1, 512, 4);
    byte[] encoded = codec.encode(RawChunks.smooth(4000, 4));
    try (Codec.Decoder decoder = codec.decoder(4000, NOWHERE)) {
      assertThatThrownBy(decoder::end)
          .hasMessage("The chunk has 0 bytes, too few for a Blosc header");
      decoder.take(encoded, 0, encoded.length - 1);
      assertThatThrownBy(decoder::end)
          .hasMessage(
              "The Blosc header announces a length of %d instead of %d"
                  .formatted(encoded.length, encoded.length - 1));
    }
    try (Codec.Decoder decoder = codec.decoder(4001, NOWHERE)) {
      assertThatThrownBy(() -> decoder.take(encoded, 0, 16))
          .hasMessage("The Blosc header announces a raw length of 4000 instead of 4001");
    }
  }

  @Test
  void findsAFrameThatNoBlockNeeds() {
    byte[] chunk = new byte[100_000];
    new BloscHeader(BloscHeader.NOT_SPLIT | BloscHeader.Format.LZ4.flags(), 4, 4000, 4000)
        .write(chunk, chunk.length);
    LittleEndian.putInt(chunk, 16, 20);
    LittleEndian.putInt(chunk, 20, chunk.length - 24);
    try (Codec.Decoder decoder = codec("lz4", 1, 0, 4).decoder(4000, NOWHERE)) {
      assertThatThrownBy(() -> decoder.take(chunk, 0, 24))
          .isInstanceOf(CorruptChunkException.class)
          .hasMessage("Blosc block 0 cannot be from byte 20 to byte 100000");
    }
  }

  /** A length of the chunk that is only announced, for few large blocks or many small ones. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 4000, 1 << 28, 1 << 29})
  void whatIsOnlyAnnouncedTakesNoMemory(int blocksize) throws Exception {
    int size = blocksize < 16 ? 100_000_000 : 1 << 30;
    byte[] chunk = new byte[4096];
    new BloscHeader(BloscHeader.NOT_SPLIT | BloscHeader.Format.ZSTD.flags(), 1, size, blocksize)
        .write(chunk, Integer.MAX_VALUE);
    int blocks = (size + blocksize - 1) / blocksize;
    for (int block = 0; block < Math.min(blocks, 1000); block++) {
      int start = BloscHeader.LENGTH + 4 * blocks + (int) (block * (1L << 31) / blocks);
      LittleEndian.putInt(chunk, BloscHeader.LENGTH + 4 * block, start);
    }

    long allocated =
        allocated(
            () -> {
              try (Codec.Decoder decoder = codec("zstd", 1, 0, 4).decoder(size, NOWHERE)) {
                decoder.take(chunk, 0, chunk.length);
              } catch (CorruptChunkException e) {
                assertThat(e).hasMessageContaining("Blosc");
              }
            });

    assertThat(allocated).isLessThan(1 << 20);
  }

  @Test
  void memoryIsNotTakenAnewForEachBlock() throws Exception {
    int size = 8 << 20;
    for (String cname : List.of("blosclz", "lz4")) {
      Codec codec = codec(cname, 1, 1 << 16, 4);
      byte[] encoded = codec.encode(RawChunks.smooth(size, 4));
      Task decode =
          () -> {
            try (Codec.Decoder decoder = codec.decoder(size, NOWHERE)) {
              for (int start = 0; start < encoded.length; start += 10_000) {
                decoder.take(encoded, start, Math.min(10_000, encoded.length - start));
              }
              decoder.end();
            }
          };

      decode.run();

      assertThat(allocated(decode)).isLessThan(4 << 16);
    }
  }

  @Test
  void aDecoderThatWaitsHoldsNoMoreThanAFrame() throws Exception {
    int size = 1 << 20;
    Codec codec = codec("lz4", 1, 1 << 18, 4);
    byte[] encoded = codec.encode(RawChunks.smooth(size, 4));
    int frame = encoded.length / 4;
    List<Codec.Decoder> waiting = new ArrayList<>();
    Task decode =
        () -> {
          Codec.Decoder decoder = codec.decoder(size, NOWHERE);
          waiting.add(decoder);
          decoder.take(encoded, 0, encoded.length * 5 / 8);
        };

    decode.run();

    assertThat(allocated(decode)).isLessThan(2L * frame);
    waiting.forEach(Codec.Decoder::close);
  }

  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }

  private static long allocated(Task task) throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    task.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Codec codec(String cname, int shuffle, int blocksize, int typesize) {
    return new BloscCodec(
        new BloscOptions(cname, 5, shuffle, blocksize, typesize), JavaBlosc.INSTANCE);
  }
}
