package dev.zarrasync.integration.bench;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** One read in a JVM of its own, for {@link Memory}. */
final class MemoryRead {

  /** Who reads what. */
  enum Who {
    SMALL("small chunks, as it comes", true) {
      @Override
      S3StoreBuilder configure(S3StoreBuilder builder) {
        return builder;
      }
    },
    SMALL_NO_CACHE("small chunks, no cache", true) {
      @Override
      S3StoreBuilder configure(S3StoreBuilder builder) {
        return builder.cacheBytes(0);
      }
    },
    LARGE("large chunks, as it comes", false) {
      @Override
      S3StoreBuilder configure(S3StoreBuilder builder) {
        return builder;
      }
    },
    LARGE_NO_CACHE("large chunks, no cache", false) {
      @Override
      S3StoreBuilder configure(S3StoreBuilder builder) {
        return builder.cacheBytes(0);
      }
    },
    LARGE_BOUNDED("large chunks, no cache, 32 MiB in flight", false) {
      @Override
      S3StoreBuilder configure(S3StoreBuilder builder) {
        return builder.cacheBytes(0).maxBytesInFlight(32 << 20);
      }
    };

    final String title;
    final boolean small;

    Who(String title, boolean small) {
      this.title = title;
      this.small = small;
    }

    abstract S3StoreBuilder configure(S3StoreBuilder builder);
  }

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private MemoryRead() {}

  /**
   * Prints by how many KiB the resident set grew at its peak, and how many seconds the read took.
   *
   * @param args the endpoint, who reads, the number of chunks, and a large chunk's side
   */
  public static void main(String[] args) throws Exception {
    Who who = Who.valueOf(args[1]);
    int chunks = Integer.parseInt(args[2]);
    try (S3Store store = who.configure(Ours.builder(URI.create(args[0]))).build()) {
      if (who.small) {
        SmallArray array = new SmallArray(chunks);
        ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
        opened.read(new int[] {1});
        measure(() -> array.read(opened));
      } else {
        LargeArray array = new LargeArray(chunks, Integer.parseInt(args[3]));
        short[] buffer = array.newBuffer();
        ZarrArray opened = JZarrs.openArray(store, LargeArray.PATH);
        opened.read(new int[] {1, 1, 1});
        measure(() -> array.read(opened, buffer));
      }
    }
    System.exit(0);
  }

  @FunctionalInterface
  private interface Read {
    void run() throws Exception;
  }

  private static void measure(Read read) throws Exception {
    System.gc();
    // Resets the peak: see proc(5).
    Files.writeString(CLEAR, "5");
    long before = kib("VmHWM");
    long start = System.nanoTime();
    read.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%d %f%n", kib("VmHWM") - before, seconds);
  }

  private static long kib(String name) throws IOException {
    String line =
        Files.readAllLines(STATUS).stream()
            .filter(each -> each.startsWith(name + ":"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
