package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap without room ends in an OutOfMemoryError, not in a crash of the JVM. */
class BloscHeapTest {

  @Test
  void aChunkLargerThanTheHeapIsAnOutOfMemoryError(@TempDir Path directory) throws Exception {
    ChildJvm child =
        ChildJvm.run(DecodeHuge.class, directory, "-Xmx32m", "-Ddev.zarrasync.blosc=native");

    assertThat(child).isEqualTo(new ChildJvm(0, "OutOfMemoryError\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC"})
  void aHeapThatFillsUpIsAnOutOfMemoryError(String collector, @TempDir Path directory)
      throws Exception {
    ChildJvm child =
        ChildJvm.run(
            DecodeUntilFull.class, directory, collector, "-Xmx64m", "-Ddev.zarrasync.blosc=native");

    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output()).isEqualTo("OutOfMemoryError in 4 threads\n".repeat(3));
  }

  /** Decodes a chunk whose header rightly announces a gigabyte. */
  static final class DecodeHuge {

    private DecodeHuge() {}

    public static void main(String[] args) throws Exception {
      int size = 1 << 30;
      byte[] chunk = new byte[16 + 8 + 10];
      new BloscHeader(BloscHeader.NOT_SPLIT | BloscHeader.Format.LZ4.flags(), 4, size, 1 << 29)
          .write(chunk, chunk.length);
      LittleEndian.putInt(chunk, 16, 24);
      LittleEndian.putInt(chunk, 20, 29);
      LittleEndian.putInt(chunk, 24, 1);
      LittleEndian.putInt(chunk, 29, 1);
      Codec codec = Codecs.blosc(new BloscOptions("lz4", 5, 1, 0, 4));
      try {
        codec.decode(chunk, size);
        System.out.println("decoded");
      } catch (OutOfMemoryError e) {
        System.out.println("OutOfMemoryError");
      }
    }
  }

  /** Fills the heap with decoded chunks from four threads, three times. */
  static final class DecodeUntilFull {

    private static final int SIZE = 300_000;

    private DecodeUntilFull() {}

    public static void main(String[] args) throws Exception {
      Codec codec = Codecs.blosc(new BloscOptions("lz4", 5, 1, 0, 4));
      byte[] chunk = codec.encode(RawChunks.smooth(SIZE, 4));
      for (int run = 0; run < 3; run++) {
        var decoded = new ArrayList<byte[]>();
        var outOfMemory = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
          threads.add(new Thread(() -> fill(codec, chunk, decoded, outOfMemory)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
          thread.join();
        }
        System.out.println("OutOfMemoryError in " + outOfMemory + " threads");
      }
    }

    private static void fill(
        Codec codec, byte[] chunk, List<byte[]> decoded, AtomicInteger outOfMemory) {
      try {
        while (true) {
          byte[] raw = codec.decode(chunk, SIZE);
          synchronized (decoded) {
            decoded.add(raw);
          }
        }
      } catch (OutOfMemoryError e) {
        synchronized (decoded) {
          decoded.clear();
        }
        outOfMemory.incrementAndGet();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
