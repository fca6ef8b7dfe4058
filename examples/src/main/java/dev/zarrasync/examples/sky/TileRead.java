package dev.zarrasync.examples.sky;

import dev.zarrasync.fetch.Progress;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One read of many tiles, under way. */
final class TileRead {

  private final TileReader reader;
  private final AsyncStore store;
  private final TileDecoder decoder;
  private final int total;
  private final Consumer<Tile> consumer;
  private final Progress progress;

  private final Semaphore places;
  private final Map<Cell, CompletableFuture<Fetched>> gets = new ConcurrentHashMap<>();
  private final SortedSet<Cell> missing = new ConcurrentSkipListSet<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  TileRead(TileReader reader, int total, Consumer<Tile> consumer, Progress progress) {
    this.reader = reader;
    this.store = reader.survey().store();
    this.decoder = new TileDecoder(reader.survey().properties().tileWidth());
    this.total = total;
    this.consumer = consumer;
    this.progress = progress;
    this.places = new Semaphore(reader.parallel());
  }

  /** Starts to read a tile as soon as there is a place, unless an earlier one has failed. */
  void start(Cell cell) throws InterruptedException {
    places.acquire();
    if (failure.get() != null) {
      places.release();
      return;
    }
    String key = reader.survey().properties().key(cell);
    CompletableFuture<Fetched> get = store.get(key);
    gets.put(cell, get);
    // The failure may have come too early to find this get.
    if (failure.get() != null) {
      get.cancel(true);
    }
    // Of a copy, because the get must still be cancelled when it is late.
    get.copy()
        .orTimeout(reader.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .whenCompleteAsync((fetched, problem) -> end(cell, key, get, problem), reader.executor());
  }

  private void end(
      Cell cell, String key, CompletableFuture<Fetched> get, @Nullable Throwable problem) {
    try {
      if (problem != null) {
        fail(error(key, problem));
      } else {
        accept(cell, key, get.join());
      }
    } catch (Throwable e) { // Whatever happens, the place must become free.
      fail(error(key, e));
    } finally {
      gets.remove(cell);
      get.cancel(true);
      places.release();
    }
  }

  private void accept(Cell cell, String key, Fetched fetched) throws StoreException {
    if (fetched instanceof Fetched.Found found) {
      bytes.addAndGet(found.bytes().length);
      consumer.accept(decode(cell, key, found));
    } else {
      missing.add(cell);
    }
    progress.update(done.incrementAndGet(), total, bytes.get());
  }

  private Tile decode(Cell cell, String key, Fetched.Found found) throws StoreException {
    try {
      return decoder.decode(cell, key, found.bytes(), found.etag());
    } catch (IOException e) {
      throw new StoreException(
          Kind.CORRUPT, store, key, "the tile cannot be decoded: " + e.getMessage(), e);
    }
  }

  private StoreException error(String key, Throwable problem) {
    Throwable cause = StoreException.unwrap(problem);
    if (cause instanceof StoreException known) {
      return known;
    }
    return cause instanceof TimeoutException
        ? new StoreException(
            Kind.TIMEOUT, store, key, "the tile did not come in " + reader.timeout(), cause)
        : new StoreException(Kind.OTHER, store, key, "the tile cannot be read", cause);
  }

  private void fail(IOException problem) {
    if (failure.compareAndSet(null, problem)) {
      abandon();
    }
  }

  /** Cancels what is on its way. */
  void abandon() {
    gets.values().forEach(get -> get.cancel(true));
  }

  /** Waits for all tiles, and returns which are missing. */
  SortedSet<Cell> finish() throws IOException, InterruptedException {
    places.acquire(reader.parallel());
    IOException problem = failure.get();
    if (problem != null) {
      throw problem;
    }
    return missing;
  }
}
