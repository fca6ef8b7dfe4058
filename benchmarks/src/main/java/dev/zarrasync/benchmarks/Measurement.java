package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process of a contestant says of its read.
 *
 * @param wallSeconds how long it took
 * @param cpuSeconds of processor time, on all threads
 * @param allocatedBytes on the Java heap; null outside of a JVM
 * @param peakHeapBytes of the Java heap that were taken at once, garbage included, as sampled; null
 *     outside of a JVM
 * @param peakRssBytes of memory that were resident at once, in the whole life of the process; null
 *     where the system does not tell
 * @param grownRssBytes by how much those at its peak were more than before the read; null where the
 *     system does not tell
 * @param pausesMillis for how long it collected garbage; null outside of a JVM
 * @param warmUps how many reads there were before
 * @param fresh the first reads of the process, the very first from before it opened the array; of
 *     what it measures first
 * @param checksum of the values; null of those who only receive bytes
 * @param samples over time
 */
record Measurement(
    double wallSeconds,
    double cpuSeconds,
    @Nullable Long allocatedBytes,
    @Nullable Long peakHeapBytes,
    @Nullable Long peakRssBytes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long grownRssBytes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long pausesMillis,
    int warmUps,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Used> fresh,
    @Nullable String checksum,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sample> samples) {

  /**
   * What something took.
   *
   * @param wallSeconds how long
   * @param cpuSeconds of processor time, on all threads
   * @param peakRssBytes the most memory that was resident by then, or 0 where that is not known
   */
  record Used(double wallSeconds, double cpuSeconds, long peakRssBytes) {

    Used(double wallSeconds, double cpuSeconds) {
      this(wallSeconds, cpuSeconds, 0);
    }
  }

  @SuppressWarnings("ConstantValue") // Left out of the JSON where there are none.
  Measurement {
    fresh = fresh == null ? List.of() : List.copyOf(fresh);
    samples = samples == null ? List.of() : List.copyOf(samples);
  }

  /** The same, of a read of these values. */
  Measurement of(short[] values) {
    String sum = values.length == 0 ? null : Dataset.checksum(values);
    return with(sum, samples);
  }

  /** The same, of a write that stored these values. */
  Measurement stored(String sum) {
    return with(sum, samples);
  }

  /** The same without samples, which only a plot needs. */
  Measurement summary() {
    return with(checksum, List.of());
  }

  private Measurement with(@Nullable String newChecksum, List<Sample> newSamples) {
    return new Measurement(
        wallSeconds,
        cpuSeconds,
        allocatedBytes,
        peakHeapBytes,
        peakRssBytes,
        grownRssBytes,
        pausesMillis,
        warmUps,
        fresh,
        newChecksum,
        newSamples);
  }
}
