package dev.zarrasync.benchmarks;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.server.ServerProcess;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where our reads are measured in this JVM: a server that has the tiny chunks. */
final class Lab implements AutoCloseable {

  /** What is run, and perhaps timed. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  final ServerProcess server;
  final Scale scale;
  final Page page;
  final List<String> keys;
  private final Dataset tiny;
  private final short[] values;

  private Lab(ServerProcess server, Scale scale, Page page) {
    this.server = server;
    this.scale = scale;
    this.page = page;
    this.tiny = Workload.of(scale).get(0).data();
    this.keys = List.copyOf(tiny.grid().chunks().keySet());
    this.values = tiny.values(Region.whole(tiny.shape()));
  }

  /**
   * Starts a server.
   *
   * @param page what is told of it
   */
  static Lab open(Scale scale, Page page) throws Exception {
    Lab lab = new Lab(ServerProcess.startS3(), scale, page);
    try (S3Store store = Ours.open(lab.server)) {
      lab.tiny.write(store);
    }
    return lab;
  }

  /** Reads the tiny chunks until the code is compiled. */
  void warmUp() throws Exception {
    server.answerAfter(Duration.ZERO, 0);
    try (S3Store store = Ours.open(server)) {
      Task read = read(store);
      long start = System.nanoTime();
      do {
        read.run();
      } while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(scale.warmUpMillis()));
    }
  }

  /** Reads the array of tiny chunks, which is opened now, and checks what it has read. */
  Task read(S3Store store) throws IOException {
    ZarrArray array = JZarrs.openArray(store, tiny.path());
    return () -> {
      if (!Arrays.equals((short[]) array.read(), values)) {
        throw new IOException("the values are not those that were written");
      }
    };
  }

  /** The path of the array of tiny chunks. */
  String path() {
    return tiny.path();
  }

  /** Writes the array of tiny chunks to another store. */
  void copyTo(AsyncStore other) throws Exception {
    tiny.write(other);
  }

  /** Waits until these are there. */
  static void getAll(S3Store store, List<String> some) {
    store.getItems(some).values().forEach(CompletableFuture::join);
  }

  static double seconds(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    server.close();
  }
}
