package dev.zarrasync.integration;

import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.faults.ChildJvm;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a read has in flight by default follows from the heap. The processors say how many chunks
 * are decoded at once, and nothing else. The formulas are those of {@code docs/tuning.md}.
 */
class SmallMachineTest {

  private static final long MIB = 1 << 20;
  private static final int CHUNK = 512 << 10;
  private static final int CHUNKS = 1_000;

  private final Path directory;

  SmallMachineTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** Reads one element of each chunk, and prints what its JVM has it do. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      try (S3Store s3 = S3Store.builder().region("eu-central-1").bucket("b").anonymous().build();
          HeldStore store = new HeldStore(s3.limits())) {
        AsyncArray.create(store, "a", NewArray.of("uint8", CHUNKS, CHUNK).chunks(1, CHUNK));
        ArrayOptions askForAll = ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER);
        AsyncArray array = value(AsyncArray.open(store, "a", askForAll));
        CompletableFuture<Object> read = array.read(new long[2], new int[] {CHUNKS, 1});
        int atOnce = store.held.size();
        for (int answered = 0; answered < CHUNKS; answered++) {
          store.held.take().complete(Fetched.MISSING);
        }
        System.out.printf(
            "%d %d %d %d %d %d %d",
            Runtime.getRuntime().maxMemory(),
            ((ForkJoinPool) Workers.POOL).getParallelism(),
            Limits.DEFAULT.maxBytesInFlight(),
            s3.limits().maxBytesInFlight(),
            Ranges.bytes(s3.limits()),
            atOnce,
            ((byte[]) value(read)).length);
      }
    }
  }

  /** Answers gets of chunks when it is told to. */
  private static final class HeldStore extends ForwardingStore {
    final BlockingQueue<CompletableFuture<Fetched>> held = new LinkedBlockingQueue<>();
    private final Limits limits;

    HeldStore(Limits limits) {
      super(new MemoryStore());
      this.limits = limits;
    }

    @Override
    public Limits limits() {
      return limits;
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      if (!key.contains("/c/")) {
        return super.get(key, options);
      }
      CompletableFuture<Fetched> answer = new CompletableFuture<>();
      held.add(answer);
      return answer;
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 64", "1, 256", "2, 256", "16, 256", "16, 4096"})
  void theHeapBoundsWhatIsInFlightAndTheProcessorsWhatIsDecoded(int processors, int heapMib)
      throws Exception {
    ChildJvm child =
        ChildJvm.run(
            Program.class,
            directory,
            "-XX:TieredStopAtLevel=1",
            "-XX:ActiveProcessorCount=" + processors,
            "-Xmx" + heapMib + "m");

    assertThat(child.exitCode()).as(child.output()).isZero();
    long[] printed =
        Arrays.stream(child.output().strip().split(" ")).mapToLong(Long::parseLong).toArray();
    long bytes = Math.min(256 * MIB, printed[0] / 8);
    long range = Math.max(MIB, Math.min(8 * MIB, bytes / 32));
    assertThat(printed)
        .as(
            "heap, workers, local bytes in flight, those on S3, of a range, chunks at once, elements")
        .containsExactly(
            printed[0],
            processors,
            Math.min(64 * MIB, printed[0] / 8),
            bytes,
            range,
            Math.min(2 * 256, bytes / CHUNK),
            CHUNKS);
  }
}
