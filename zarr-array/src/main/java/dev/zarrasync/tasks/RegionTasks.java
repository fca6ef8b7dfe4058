package dev.zarrasync.tasks;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.Fetched;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Work on the pieces of an array in parallel: a function computes on some pieces while the next
 * ones are fetched, within the limits of the store and a bound of memory.
 *
 * <pre>{@code
 * RegionTasks tasks = RegionTasks.builder(array).workers(8).build();
 * double sum =
 *     tasks.reduce(0.0, (piece, values) -> sum((float[]) values), Double::sum).join();
 * }</pre>
 *
 * <p>What the pieces are depends on the {@link Schedule} and the number of workers; the result of a
 * piece does not depend on which worker computes it, or when. A piece that cannot be read, computed
 * or stored ends the run with a {@link PieceFailedException}.
 *
 * <p>Immutable and safe for use by many threads. Each call does all of the work.
 */
public final class RegionTasks {

  private final AsyncArray array;
  private final List<Piece> pieces;
  private final PieceRun.Settings settings;

  private RegionTasks(AsyncArray array, List<Piece> pieces, PieceRun.Settings settings) {
    this.array = array;
    this.pieces = pieces;
    this.settings = settings;
  }

  /**
   * Begins to describe work on an array.
   *
   * @param array the array
   * @return takes options
   */
  public static Builder builder(AsyncArray array) {
    return new Builder(array);
  }

  /**
   * Returns the array that is divided.
   *
   * @return the array
   */
  public AsyncArray array() {
    return array;
  }

  /**
   * Returns what is worked on.
   *
   * @return the pieces, in the order of their numbers
   */
  public List<Piece> pieces() {
    return pieces;
  }

  /**
   * Computes a result of each piece.
   *
   * @param <R> the type of the results
   * @param function what is computed
   * @return the results in the order of the pieces; fails with a {@link PieceFailedException}.
   *     Cancelling it begins no other piece and cancels reads under way; a function that is running
   *     ends by itself.
   */
  public <R extends @Nullable Object> CompletableFuture<List<R>> map(PieceFunction<R> function) {
    return run(function, new Results.InOrder<>(pieces.size()));
  }

  /**
   * Computes a result of each piece, and hands the results on as they come.
   *
   * @param <R> the type of the results
   * @param function what is computed
   * @param consumer takes the results one at a time, in any order; if it throws, the piece has
   *     failed
   * @return completes when all are handed on; otherwise as {@link #map}
   */
  public <R extends @Nullable Object> CompletableFuture<Void> forEach(
      PieceFunction<R> function, BiConsumer<? super Piece, ? super R> consumer) {
    return run(function, new Results.AsTheyCome<R>(consumer));
  }

  /**
   * Computes a result of each piece, and combines all of them in the order of the pieces: the same
   * pieces give the same result, bit for bit, whoever is done first.
   *
   * @param <R> the type of the results
   * @param <T> the type of what they are combined into
   * @param start what the first result is combined with
   * @param function what is computed
   * @param combiner combines what there is with the next result; called by one thread at a time. If
   *     it throws, the piece has failed.
   * @return what all are combined into; otherwise as {@link #map}
   */
  public <R extends @Nullable Object, T> CompletableFuture<T> reduce(
      T start, PieceFunction<R> function, BiFunction<? super T, ? super R, ? extends T> combiner) {
    return run(function, new Results.Combined<>(start, combiner));
  }

  /**
   * Computes new elements for each piece, and stores them in another array at the same indices.
   *
   * @param target the array that takes them, which must not be the one that is read: pieces would
   *     find in their halo what others have stored. No two pieces may have a part of the same chunk
   *     (or shard) of it.
   * @param function returns the elements of a piece without its halo, as {@link AsyncArray#write}
   *     takes them; see {@link Piece#withoutHalo}
   * @return completes when all is stored; otherwise as {@link #map}
   * @throws IllegalArgumentException if pieces share a chunk of the target, or are not within it;
   *     then nothing has begun
   */
  public CompletableFuture<Void> write(AsyncArray target, PieceFunction<?> function) {
    Division.checkApart(pieces, target.metadata());
    return run(function, new Results.Stored(target));
  }

  private <R extends @Nullable Object, T extends @Nullable Object> CompletableFuture<T> run(
      PieceFunction<? extends R> function, Results<? super R, T> results) {
    PieceRun<R, T> run = new PieceRun<>(array, pieces, settings, function, results);
    run.begin();
    return run;
  }

  @Override
  public String toString() {
    return "RegionTasks[%s, %,d pieces]".formatted(array, pieces.size());
  }

  /** Describes work on an array. Not safe for use by many threads. */
  public static final class Builder {

    /** What an element of any length is taken to need in memory. */
    private static final int ANY_LENGTH = 64;

    private final AsyncArray array;
    private final ArrayMetadata metadata;
    private long[] offset;
    private long[] shape;
    private int[] unit;
    private int[] halo;
    private Schedule schedule = Schedule.GUIDED;
    private int workers = Runtime.getRuntime().availableProcessors();
    private long maxBytes = Runtime.getRuntime().maxMemory() / 4;
    private @Nullable Executor executor;
    private @Nullable Set<Integer> only;
    private Progress progress = (done, total, bytes) -> {};

    private Builder(AsyncArray array) {
      this.array = array;
      this.metadata = array.metadata();
      this.offset = new long[metadata.shape().length];
      this.shape = metadata.shape();
      this.unit = metadata.chunks();
      this.halo = new int[offset.length];
    }

    /**
     * Works on a region instead of all of the array.
     *
     * @param newOffset the index of its first element in the array
     * @param newShape its length in each dimension
     * @return this
     * @throws IndexOutOfBoundsException if the region is not within the array
     */
    public Builder region(long[] newOffset, long[] newShape) {
      long[] all = metadata.shape();
      checkRank(newOffset.length);
      checkRank(newShape.length);
      for (int i = 0; i < all.length; i++) {
        if (newOffset[i] < 0 || newShape[i] < 0 || newOffset[i] > all[i] - newShape[i]) {
          throw new IndexOutOfBoundsException(
              "The region at %s of shape %s is not within %s of shape %s"
                  .formatted(
                      Arrays.toString(newOffset),
                      Arrays.toString(newShape),
                      array,
                      Arrays.toString(all)));
        }
      }
      this.offset = newOffset.clone();
      this.shape = newShape.clone();
      return this;
    }

    /**
     * Sets what pieces are made of. By default that is a chunk of the array, or a shard where it
     * has shards, so that no chunk is fetched for two pieces (but for their halo).
     *
     * @param shape its length in each dimension, at least 1
     * @return this
     */
    public Builder unit(int... shape) {
      checkRank(shape.length);
      for (int length : shape) {
        checkPositive("A length of the unit", length);
      }
      this.unit = shape.clone();
      return this;
    }

    /**
     * Reads more than the piece itself, as far as the array goes, for functions that need the
     * neighbours of an element.
     *
     * @param elements how many elements more at either end of each dimension, at least 0
     * @return this
     */
    public Builder halo(int... elements) {
      checkRank(elements.length);
      for (int length : elements) {
        checkPositive("A length of the halo, and one more,", length + 1L);
      }
      this.halo = elements.clone();
      return this;
    }

    /**
     * Sets how many pieces there are, and how large they are. The default is {@link
     * Schedule#GUIDED}.
     *
     * @param newSchedule the schedule
     * @return this
     */
    public Builder schedule(Schedule newSchedule) {
      this.schedule = newSchedule;
      return this;
    }

    /**
     * Sets how many pieces are computed at once: by so many threads that belong to the run. By
     * default there is one for each processor.
     *
     * @param count how many, at least 1
     * @return this
     */
    public Builder workers(int count) {
      checkPositive("workers", count);
      this.workers = count;
      return this;
    }

    /**
     * Sets what runs the function, instead of threads that belong to the run.
     *
     * @param newExecutor runs as many at once as it likes. It must not be the caller's own thread.
     * @param count how many that is about, from which the schedule derives the pieces
     * @return this
     */
    public Builder executor(Executor newExecutor, int count) {
      this.executor = newExecutor;
      return workers(count);
    }

    /**
     * Sets how many bytes of pieces are in memory at most, from when they are fetched until their
     * result is there: those that wait for a worker, and those that are computed. One piece may
     * have more. Pieces are made smaller than the schedule has them, so that twice as many as there
     * are workers fit. What functions allocate does not count. The default is a quarter of the
     * maximum heap.
     *
     * @param bytes how many, at least 1
     * @return this
     */
    public Builder maxBytes(long bytes) {
      checkPositive("maxBytes", bytes);
      this.maxBytes = bytes;
      return this;
    }

    /**
     * Works on some of the pieces, for instance on those of {@link
     * PieceFailedException#unfinished}. All other options must be those of the run before.
     *
     * @param numbers the numbers of the pieces
     * @return this
     */
    public Builder only(Collection<Integer> numbers) {
      this.only = Set.copyOf(numbers);
      return this;
    }

    /**
     * Sets who is told how many pieces are done.
     *
     * @param newProgress is told of pieces instead of keys, and of the bytes of their elements
     * @return this
     */
    public Builder progress(Progress newProgress) {
      this.progress = newProgress;
      return this;
    }

    /**
     * Divides the array.
     *
     * @return the work, of which nothing has begun
     * @throws IllegalArgumentException if {@link #only} names a piece that there is not
     */
    public RegionTasks build() {
      long bytes = metadata.type().isFixed() ? Math.max(1, metadata.type().size()) : ANY_LENGTH;
      double most = Math.min(maxBytes / (2.0 * workers), Fetched.Found.MAX_LENGTH) / bytes;
      List<Piece> all =
          new Division(metadata.shape(), offset, shape, unit, halo).pieces(schedule, workers, most);
      return new RegionTasks(
          array, chosen(all), new PieceRun.Settings(workers, executor, maxBytes, bytes, progress));
    }

    private List<Piece> chosen(List<Piece> all) {
      Set<Integer> numbers = only;
      if (numbers == null) {
        return List.copyOf(all);
      }
      for (int number : numbers) {
        if (number < 0 || number >= all.size()) {
          throw new IllegalArgumentException(
              "There is no piece %d of %s: there are %d, from 0"
                  .formatted(number, array, all.size()));
        }
      }
      return all.stream().filter(piece -> numbers.contains(piece.number())).toList();
    }

    private void checkRank(int rank) {
      if (rank != offset.length) {
        throw new IllegalArgumentException(
            "%s has %d dimensions, not %d".formatted(array, offset.length, rank));
      }
    }

    private static void checkPositive(String what, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " is " + value + ": it must be positive");
      }
    }
  }
}
