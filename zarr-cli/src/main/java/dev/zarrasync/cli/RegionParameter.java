package dev.zarrasync.cli;

import com.bc.zarr.ZarrArray;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The parameter for a part of an array; all of it by default. */
final class RegionParameter {

  private static final Pattern SLICE = Pattern.compile("(\\d{0,10})(:(\\d{0,10}))?");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Parameters(
      index = "+",
      arity = "0..1",
      paramLabel = "REGION",
      description =
          "The part to read, as in NumPy: START:STOP, or one index, for each dimension, such as"
              + " 0,10:20,: for all of the last one. By default all of the array.")
  private @Nullable String region;

  /** Returns the region. One that leaves the array is wrong usage. */
  Region in(ZarrArray array) {
    int[] whole = array.getShape();
    if (region == null) {
      return new Region(whole, new int[whole.length]);
    }
    String[] slices = region.split(",", -1);
    if (slices.length != whole.length) {
      throw usage("has %d dimensions".formatted(slices.length), whole);
    }
    int[] shape = new int[whole.length];
    int[] offset = new int[whole.length];
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
      offset[i] = (int) start;
      shape[i] = (int) (stop - start);
    }
    return new Region(shape, offset);
  }

  private static long number(String digits, int otherwise) {
    return digits.isEmpty() ? otherwise : Long.parseLong(digits);
  }

  private ParameterException usage(String problem, int[] whole) {
    return new ParameterException(
        Objects.requireNonNull(command).commandLine(),
        "The region %s %s; the array has the shape %s"
            .formatted(region, problem, Arrays.toString(whole)));
  }
}
