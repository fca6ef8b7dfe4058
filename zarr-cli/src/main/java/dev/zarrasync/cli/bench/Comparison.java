package dev.zarrasync.cli.bench;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import ucar.ma2.InvalidRangeException;

/**
 * A sample of an array, read one GET after another, and by the exact plan.
 *
 * @param isStock whether stock JZarr read it so; it cannot read all arrays, and then chunks were
 *     read one after another by this library
 * @param oneByOne the faster of two reads so
 * @param together the faster of two reads by the exact plan
 * @param decoded whether Blosc was decoded for stock JZarr, which would need a library of the
 *     system
 */
public record Comparison(boolean isStock, Trial oneByOne, Trial together, boolean decoded) {

  /**
   * Reads the sample four times, so that neither way always comes first, and before that one chunk
   * in each way, so that neither pays for the start of the JVM and its connections.
   *
   * @param store has the array at its root, and no cache
   * @param array what it is
   * @param sample what to read of it
   * @return the times
   * @throws IOException if a read fails, or the values of both ways differ
   */
  public static Comparison of(AsyncStore store, ArrayHeader array, Sample sample)
      throws IOException {
    Sample first = Sample.middle(array.metadata().shape(), array.metadata().inner().chunks(), 1);
    boolean isStock = OneGetStore.canRead(array);
    Way loop =
        isStock ? counted -> stock(counted, array) : counted -> new ChunkLoop(open(counted))::read;
    Way exact =
        counted -> {
          AsyncArray opened = open(counted);
          return part -> Stores.await(opened.read(part.offset(), part.shape()));
        };
    run(store, loop, first);
    run(store, exact, first);
    Result oneByOne = run(store, loop, sample);
    Result together = run(store, exact, sample);
    if (!Objects.deepEquals(oneByOne.values, together.values)) {
      throw new IOException("The two ways read other values: the array changes");
    }
    Trial togetherAgain = run(store, exact, sample).trial;
    Trial oneByOneAgain = run(store, loop, sample).trial;
    return new Comparison(
        isStock,
        oneByOne.trial.orFaster(oneByOneAgain),
        together.trial.orFaster(togetherAgain),
        isStock && OneGetStore.decodes(array));
  }

  /** Opens an array. */
  private interface Way {
    Reader open(AsyncStore store) throws IOException;
  }

  private interface Reader {
    Object read(Sample sample) throws IOException;
  }

  private record Result(Trial trial, Object values) {}

  private static AsyncArray open(AsyncStore store) throws IOException {
    return Stores.await(AsyncArray.open(store, ""));
  }

  private static Reader stock(AsyncStore store, ArrayHeader header) throws IOException {
    ZarrArray array = ZarrArray.open(new OneGetStore(store, header));
    return sample -> {
      int[] offset = Arrays.stream(sample.offset()).mapToInt(Math::toIntExact).toArray();
      try {
        return array.read(sample.shape(), offset);
      } catch (InvalidRangeException e) {
        throw new IllegalStateException("The sample is within the array", e);
      }
    };
  }

  private static Result run(AsyncStore store, Way way, Sample sample) throws IOException {
    CountingStore counted = new CountingStore(store);
    Reader reader = way.open(counted);
    counted.reset();
    long start = System.nanoTime();
    Object values = reader.read(sample);
    long nanos = System.nanoTime() - start;
    return new Result(new Trial(nanos, counted.requests(), counted.bytes()), values);
  }

  /**
   * Says how many times as fast the exact plan is.
   *
   * @return the ratio of the times
   */
  public double ratio() {
    return (double) oneByOne.nanos() / together.nanos();
  }
}
