package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One read in a JVM of its own, for {@link Memory}. */
final class MemoryRead {

  /** Who reads what. */
  enum Who {
    SMALL("small chunks, as it comes", true, root -> Ours.builder(root).build()),
    SMALL_NO_CACHE("small chunks, no cache", true, Ours::open),
    LARGE("large chunks, as it comes", false, root -> Ours.builder(root).build()),
    LARGE_NO_CACHE("large chunks, no cache", false, Ours::open),
    LARGE_BOUNDED(
        "large chunks, no cache, 32 MiB in flight",
        false,
        root -> Ours.builder(root).cacheBytes(0).maxBytesInFlight(BOUND).build()),
    LARGE_HTTP("large chunks over HTTP/2, as it comes", Speaks.H2C, root -> http(root).build()),
    LARGE_HTTP_BOUNDED(
        "large chunks over HTTP/2, no cache, 32 MiB in flight",
        Speaks.H2C,
        root -> http(root).cacheBytes(0).maxBytesInFlight(BOUND).build()),
    LARGE_TLS(
        "large chunks with TLS, as it comes",
        Speaks.TLS,
        root -> HttpStore.builder().base(root).build()),
    LARGE_HTTP1_BOUNDED(
        "large chunks over HTTP/1.1, no cache, 32 MiB in flight",
        Speaks.HTTP_1_1,
        root -> HttpStore.builder().base(root).cacheBytes(0).maxBytesInFlight(BOUND).build());

    final String title;
    final boolean small;

    /** What the web server speaks, or null if the store is on S3. */
    final @Nullable Speaks web;

    @SuppressWarnings("ImmutableEnumChecker") // Each is a lambda without state.
    private final Function<URI, AsyncStore> store;

    Who(String title, boolean small, Function<URI, AsyncStore> store) {
      this(title, small, null, store);
    }

    Who(String title, Speaks web, Function<URI, AsyncStore> store) {
      this(title, false, web, store);
    }

    Who(String title, boolean small, @Nullable Speaks web, Function<URI, AsyncStore> store) {
      this.title = title;
      this.small = small;
      this.web = web;
      this.store = store;
    }

    private AsyncStore open(URI root) {
      return store.apply(root);
    }

    private static HttpStoreBuilder http(URI root) {
      return HttpStore.builder().base(root).protocol(HttpProtocol.HTTP_2);
    }
  }

  private static final long BOUND = 32 << 20;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private MemoryRead() {}

  /**
   * Prints by how many KiB the resident set grew at its peak, and how many seconds the read took.
   *
   * @param args where the arrays are, who reads, the number of chunks, and a large chunk's side
   */
  public static void main(String[] args) throws Exception {
    Who who = Who.valueOf(args[1]);
    int chunks = Integer.parseInt(args[2]);
    URI root = URI.create(args[0]);
    // Loads what is loaded once. What it leaves in a cache ends with its store.
    try (AsyncStore store = who.open(root)) {
      String path = who.small ? SmallArray.PATH : LargeArray.Codec.BLOSC.path;
      ZarrArray opened = JZarrs.openArray(store, path);
      int[] one = new int[opened.getShape().length];
      Arrays.fill(one, 1);
      opened.read(one);
    }
    try (AsyncStore store = who.open(root)) {
      if (who.small) {
        SmallArray array = new SmallArray(chunks);
        ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
        measure(() -> array.read(opened));
      } else {
        LargeArray array = LargeArray.blosc(chunks, Integer.parseInt(args[3]));
        short[] buffer = array.newBuffer();
        ZarrArray opened = JZarrs.openArray(store, array.path());
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
