package dev.zarrasync.cli;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter for a part of an array; all of it by default. */
final class RegionParameter {

  private static final Pattern SLICE = Pattern.compile("(\\d{0,20})(:(\\d{0,20}))?");

  @Parameters(
      index = "+",
      arity = "0..1",
      paramLabel = "REGION",
      description =
          "The part to read, as in NumPy: START:STOP, or one index, for each dimension, such as"
              + " 0,10:20,: for all of the last one. By default all of the array.")
  private @Nullable String region;

  /**
   * Returns the region. One that leaves the array is wrong usage.
   *
   * @param whole the shape of the array
   */
  Region in(long[] whole) {
    if (region == null) {
      return new Region(whole, new long[whole.length]);
    }
    String[] slices = region.split(",", -1);
    if (slices.length != whole.length) {
      throw usage("has %d dimensions".formatted(slices.length), whole);
    }
    long[] shape = new long[whole.length];
    long[] offset = new long[whole.length];
    for (int i = 0; i < whole.length; i++) {
      Matcher slice = SLICE.matcher(slices[i].strip());
      if (slices[i].isBlank() || !slice.matches()) {
        throw usage("has '" + slices[i] + "', which is neither an index nor START:STOP", whole);
      }
      long start = number(slice.group(1), 0);
      long stop = slice.group(2) == null ? start + 1 : number(slice.group(3), whole[i]);
      if (start >= stop || stop > whole[i]) {
        throw usage("has '" + slices[i] + "', which is empty or not within the array", whole);
      }
      offset[i] = start;
      shape[i] = stop - start;
    }
    return new Region(shape, offset);
  }

  /** Returns the largest long for what is too large. */
  private static long number(String digits, long otherwise) {
    return digits.isEmpty()
        ? otherwise
        : new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  private UsageException usage(String problem, long[] whole) {
    return new UsageException(
        "The region %s %s; the array has the shape %s"
            .formatted(region, problem, Arrays.toString(whole)));
  }
}
