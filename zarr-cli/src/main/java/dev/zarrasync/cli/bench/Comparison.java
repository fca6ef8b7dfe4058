package dev.zarrasync.cli.bench;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Objects;
import ucar.ma2.InvalidRangeException;

/**
 * A sample of an array, read one GET after another by stock JZarr, and by the exact plan.
 *
 * @param oneByOne the faster of two reads by stock JZarr
 * @param together the faster of two reads by the exact plan
 * @param decoded whether Blosc was decoded for stock JZarr, which would need a library of the
 *     system
 */
public record Comparison(Trial oneByOne, Trial together, boolean decoded) {

  /**
   * Reads the sample four times, so that neither way always comes first, and before that one chunk
   * in each way, so that neither pays for the start of the JVM and its connections.
   *
   * @param store has the array at its root, and no cache
   * @param sample what to read of it
   * @return the times
   * @throws IOException if a read fails, or the values of both ways differ
   */
  public static Comparison of(AsyncStore store, Sample sample) throws IOException {
    ZarrArray array = JZarrs.openArray(store, "");
    String separator = array.getDimensionSeparator().getSeparatorChar();
    Sample first = Sample.middle(array.getShape(), array.getChunks(), 1);
    boolean decoded = new OneGetStore(store, separator).decodes();
    Way stock = counted -> ZarrArray.open(new OneGetStore(counted, separator));
    Way exact = counted -> JZarrs.openArray(counted, "");
    run(store, stock, first);
    run(store, exact, first);
    Result oneByOne = run(store, stock, sample);
    Result together = run(store, exact, sample);
    if (!Objects.deepEquals(oneByOne.values, together.values)) {
      throw new IOException("The two ways read other values: the array changes");
    }
    Trial togetherAgain = run(store, exact, sample).trial;
    Trial oneByOneAgain = run(store, stock, sample).trial;
    return new Comparison(
        oneByOne.trial.orFaster(oneByOneAgain), together.trial.orFaster(togetherAgain), decoded);
  }

  private interface Way {
    ZarrArray open(AsyncStore store) throws IOException;
  }

  private record Result(Trial trial, Object values) {}

  private static Result run(AsyncStore store, Way way, Sample sample) throws IOException {
    CountingStore counted = new CountingStore(store);
    ZarrArray array = way.open(counted);
    counted.reset();
    try {
      long start = System.nanoTime();
      Object values = array.read(sample.shape(), sample.offset());
      long nanos = System.nanoTime() - start;
      return new Result(new Trial(nanos, counted.requests(), counted.bytes()), values);
    } catch (InvalidRangeException e) {
      throw new IllegalStateException("The sample is within the array", e);
    }
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
