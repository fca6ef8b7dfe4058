package dev.zarrasync.array;

import dev.zarrasync.array.ChunkPart.Runs;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The write of the part of one chunk that is in a region. A whole chunk is encoded and put; another
 * is read, changed and put, if need be on the condition that it has not changed meanwhile.
 */
final class ChunkUpdate implements Supplier<CompletableFuture<Void>> {

  /** How often a chunk that others keep changing is read and put. */
  static final int MAX_ATTEMPTS = 50;

  private static final long LONGEST_PAUSE_MILLIS = 64;

  // What another process has stored must not be undone with an old copy.
  private static final GetOptions CURRENT = GetOptions.ALL.current();

  private final AsyncStore store;
  private final ChunkFormat format;
  private final boolean conditional;
  private final ChunkPart part;
  private final Object buffer;

  // Guarded by this.
  private boolean cancelled;
  private State state = State.UNTOUCHED;
  private @Nullable CompletableFuture<Fetched> read;

  /** What is known of the chunk that is stored. */
  enum State {
    UNTOUCHED,
    UNKNOWN,
    STORED
  }

  ChunkUpdate(
      AsyncStore store, ChunkFormat format, boolean conditional, ChunkPart part, Object buffer) {
    this.store = store;
    this.format = format;
    this.conditional = conditional;
    this.part = part;
    this.buffer = buffer;
  }

  String key() {
    return part.key();
  }

  /**
   * Runs the update after all earlier ones of the same chunk in this process.
   *
   * @return completes when the chunk is stored; what it fails with, {@link #named} makes known
   */
  CompletableFuture<Void> run() {
    return WriteOrder.update(store, key(), this);
  }

  /** Runs the update, whose turn it is. */
  @Override
  public CompletableFuture<Void> get() {
    return part.isWholeChunk() ? replace(Fetched.MISSING, Condition.NONE) : change(1);
  }

  /** Gives up unless the put has begun: no one would know what is stored. */
  void cancel() {
    CompletableFuture<Fetched> abandoned;
    synchronized (this) {
      cancelled = true;
      abandoned = read;
    }
    if (abandoned != null) {
      abandoned.cancel(true);
    }
  }

  /** Says what is known of the chunk. After a cancel, no put begins that would change it. */
  synchronized State state() {
    return state;
  }

  private CompletableFuture<Void> replace(Fetched old, Condition condition) {
    Replacement replacement = new Replacement(old, condition);
    Workers.run(replacement);
    return replacement;
  }

  private CompletableFuture<Void> change(int attempt) {
    return read()
        .thenCompose(old -> replace(old, unchanged(old)))
        .exceptionallyCompose(failure -> afterConflict(attempt, StoreException.unwrap(failure)));
  }

  private CompletableFuture<Void> afterConflict(int attempt, Throwable failure) {
    if (!(failure instanceof StoreException e) || e.kind() != Kind.PRECONDITION_FAILED) {
      return CompletableFuture.failedFuture(failure);
    }
    if (attempt < MAX_ATTEMPTS) {
      return pause(attempt).thenCompose(nothing -> change(attempt + 1));
    }
    String problem =
        "others changed the chunk between each of %d reads and puts: let fewer write one chunk"
            .formatted(attempt);
    return CompletableFuture.failedFuture(
        new StoreException(Kind.PRECONDITION_FAILED, store, key(), problem, e));
  }

  /** Waits a random time, so that two who met do not meet again in the same way. */
  private static CompletableFuture<Void> pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt, 16));
    long millis = ThreadLocalRandom.current().nextLong(longest);
    return CompletableFuture.runAsync(() -> {}, Workers.after(Duration.ofMillis(millis)));
  }

  private CompletableFuture<Fetched> read() {
    synchronized (this) {
      if (cancelled) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
    }
    CompletableFuture<Fetched> get = store.get(key(), CURRENT);
    setRead(get);
    get.whenComplete((fetched, failure) -> setRead(null)); // Its bytes are not held any longer.
    return get;
  }

  private void setRead(@Nullable CompletableFuture<Fetched> get) {
    boolean abandoned;
    synchronized (this) {
      read = get;
      abandoned = cancelled;
    }
    if (abandoned && get != null) {
      get.cancel(true);
    }
  }

  private Condition unchanged(Fetched old) {
    if (!conditional) {
      return Condition.NONE;
    }
    if (!(old instanceof Fetched.Found found)) {
      return Condition.ABSENT;
    }
    if (found.etag() == null) {
      String problem = "the store has no entity tags, so it cannot put on a condition";
      throw new CompletionException(
          new StoreException(Kind.UNSUPPORTED, store, key(), problem, null));
    }
    return new Condition.Unchanged(found.etag());
  }

  /** Encodes the chunk on a worker, and puts it. A class: lambdas take longer to load. */
  private final class Replacement extends CompletableFuture<Void>
      implements Runnable, BiConsumer<Void, @Nullable Throwable> {
    private final Fetched old;
    private final Condition condition;
    private State before = State.UNTOUCHED;

    Replacement(Fetched old, Condition condition) {
      this.old = old;
      this.condition = condition;
    }

    @Override
    public void run() {
      try {
        put(encoded());
      } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
        completeExceptionally(e);
      }
    }

    private byte[] encoded() throws IOException {
      JavaElements.Chunk chunk = chunk();
      for (Runs runs = new Runs(part); runs.isLeft(); runs.advance()) {
        chunk.copyFrom(runs.inChunk(), buffer, runs.inRegion(), runs.length());
      }
      return format.encode(chunk);
    }

    private JavaElements.Chunk chunk() throws IOException {
      if (part.isWholeChunk()) {
        return format.blank();
      }
      return old instanceof Fetched.Found found ? format.toChange(key(), found) : format.filled();
    }

    private void put(byte[] bytes) {
      synchronized (ChunkUpdate.this) {
        if (cancelled) {
          throw new CancellationException();
        }
        before = state;
        state = State.UNKNOWN;
      }
      store.put(key(), bytes, condition).whenComplete(this);
    }

    @Override
    public void accept(Void nothing, @Nullable Throwable failure) {
      Writes.ended(store, key());
      synchronized (ChunkUpdate.this) {
        if (failure == null) {
          state = State.STORED;
        } else if (isRefusal(failure)) {
          state = before;
        }
      }
      if (failure == null) {
        complete(null);
      } else {
        completeExceptionally(failure);
      }
    }
  }

  /** Names the key and the URL of a failure that does not. */
  StoreException named(Throwable failure) {
    Throwable cause = StoreException.unwrap(failure);
    return cause instanceof StoreException e
        ? e
        : new StoreException(Kind.OTHER, store, key(), cause.toString(), cause);
  }

  /** Says whether it is certain that a put that failed had no effect. */
  private static boolean isRefusal(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e
        && e.attempts() == 1 // The answer to an earlier attempt may have been lost.
        && switch (e.kind()) {
          case INVALID_KEY,
              NOT_FOUND,
              ACCESS_DENIED,
              REDIRECTED,
              PRECONDITION_FAILED,
              THROTTLED,
              TOO_LARGE,
              UNSUPPORTED ->
              true;
          default -> false;
        };
  }
}
