package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.faults.ChildJvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blosc chunks that are made to do harm, for both engines. */
class BloscBombTest {

  @ParameterizedTest
  @ValueSource(strings = {"blosclz", "lz4", "snappy", "zlib", "zstd"})
  void aStreamThatHoldsMoreThanItsBlockIsFound(String cname) {
    BloscOptions options = new BloscOptions(cname, 9, BloscOptions.NO_SHUFFLE, 0, 1);
    byte[] bomb = JavaBlosc.INSTANCE.compress(new byte[1 << 20], options);
    new BloscHeader(bomb[2] & 0xff, 1, 1000, 1000).write(bomb, bomb.length);
    LittleEndian.putInt(bomb, BloscHeader.LENGTH, BloscHeader.LENGTH + 4);

    for (BloscEngine engine : BloscCorruptionTest.engines()) {
      Codec codec = new BloscCodec(options, engine);
      assertThatThrownBy(() -> codec.decode(bomb, 1000)).isInstanceOf(CorruptChunkException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 30, Integer.MAX_VALUE - 8, -1, Integer.MIN_VALUE})
  void aHeaderThatAnnouncesMoreThanTheMetadataTakesNoMemory(int nbytes) {
    byte[] bomb = new byte[100];
    new BloscHeader(BloscHeader.Format.ZSTD.flags(), 1, nbytes, 1 << 20).write(bomb, bomb.length);
    for (BloscEngine engine : BloscCorruptionTest.engines()) {
      Codec codec = new BloscCodec(new BloscOptions("zstd", 5, 1, 0, 1), engine);
      assertThatThrownBy(() -> codec.decode(bomb, 1000))
          .hasMessage("The Blosc header announces a raw length of " + nbytes + " instead of 1000");
    }
  }

  @Test
  void noDamagedChunkCrashesTheJvm(@TempDir Path directory) throws Exception {
    ChildJvm child =
        ChildJvm.run(DecodeDamaged.class, directory, "-Xmx32m", "-Ddev.zarrasync.blosc=native");

    assertThat(child).isEqualTo(new ChildJvm(0, "4 threads are through\n"));
  }

  /**
   * Decodes the corpus of the fuzz test, damaged in many ways, in native code and little memory.
   */
  static final class DecodeDamaged {

    private static final int TIMES = 300;
    private static final int MOST = 16 << 20;

    private DecodeDamaged() {}

    public static void main(String[] args) throws Exception {
      List<byte[]> corpus = corpus();
      // Loaded while there is room.
      Codec codec = Codecs.blosc(new BloscOptions("lz4", 5, 1, 0, 4));
      var threads = new ArrayList<Thread>();
      var failures = new ArrayList<Throwable>();
      for (int seed = 1; seed <= 4; seed++) {
        var random = new Random(seed);
        Thread thread =
            new Thread(() -> corpus.forEach(chunk -> decodeDamaged(codec, chunk, random)));
        thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println(failures.isEmpty() ? "4 threads are through" : failures);
    }

    private static List<byte[]> corpus() throws IOException, URISyntaxException {
      var directory =
          BloscBombTest.class.getResource("CodecFuzzTestInputs/bloscInNativeCode").toURI();
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        var chunks = new ArrayList<byte[]>();
        for (Path file : files.sorted().toList()) {
          chunks.add(Files.readAllBytes(file));
        }
        return chunks;
      }
    }

    private static void decodeDamaged(Codec codec, byte[] chunk, Random random) {
      for (int i = 0; i < TIMES; i++) {
        try {
          byte[] damaged = damaged(chunk, i, random);
          codec.decode(damaged, LittleEndian.getInt(damaged, 4) & (MOST - 1));
        } catch (IOException | OutOfMemoryError e) {
          // As it should be. The heap may be full for any array, our own included.
        }
      }
    }

    private static byte[] damaged(byte[] chunk, int number, Random random) {
      byte[] damaged = chunk.clone();
      for (int changes = random.nextInt(6); changes >= 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      LittleEndian.putInt(damaged, 12, damaged.length);
      if (number % 10 == 0) {
        LittleEndian.putInt(damaged, 4, random.nextInt(MOST));
        LittleEndian.putInt(damaged, 8, 1 + random.nextInt(MOST));
      }
      return damaged;
    }
  }
}
