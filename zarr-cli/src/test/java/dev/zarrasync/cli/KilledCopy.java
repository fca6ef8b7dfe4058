package dev.zarrasync.cli;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.ForwardingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A copy in a JVM of its own, to be killed: it says when it is half-way, and never ends. */
final class KilledCopy {

  static final String HALF_WAY = "half-way";

  private KilledCopy() {}

  public static void main(String[] args) throws IOException {
    int half = Integer.parseInt(args[2]);
    try (AsyncStore source = FileStore.at(Path.of(args[0]));
        AsyncStore destination = new Held(FileStore.at(Path.of(args[1])), half)) {
      Transfer transfer = new Transfer(source, destination, false, new CopyCount(Meter.SILENT));
      CopyWindow window = new CopyWindow(source, destination);
      new Copy(new ListedSource(transfer), window, Meter.SILENT).run();
    }
  }

  /** Announces when half of all puts have ended; the last quarter never begins. */
  private static final class Held extends ForwardingStore {

    private final int half;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    Held(AsyncStore store, int half) {
      super(store);
      this.half = half;
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      if (begun.incrementAndGet() > half + half / 2) {
        return new CompletableFuture<>();
      }
      return super.put(key, value, condition)
          .thenRun(
              () -> {
                if (ended.incrementAndGet() == half) {
                  System.out.println(HALF_WAY);
                }
              });
    }
  }
}
