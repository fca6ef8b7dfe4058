package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of styles of reading the same.
 *
 * @param date when, if it was in an earlier run than the rest; or null
 * @param title what was read
 * @param server what the server was like
 * @param payloadBytes how many bytes the values take
 * @param styles how it was read
 */
record StyleResults(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String date,
    String title,
    String server,
    long payloadBytes,
    List<Style> styles) {

  StyleResults {
    styles = List.copyOf(styles);
  }

  /**
   * A style of reading.
   *
   * @param title what it is
   * @param leastHeapMiB the least heap of a JVM in which the read succeeds; 0 if no heap that was
   *     tried is enough
   * @param nativeBytes by how much memory grows beside that heap; 0 if it is not known
   * @param run the read with the heap that all get, with samples if it is in the picture
   */
  record Style(String title, int leastHeapMiB, long nativeBytes, Run run) {}

  /** The same, of an earlier run. */
  StyleResults of(String earlier) {
    return date == null ? new StyleResults(earlier, title, server, payloadBytes, styles) : this;
  }

  /** How much heap a style needs above the values, in MiB. */
  double heapAbovePayload(Style style) {
    return style.leastHeapMiB - payloadBytes / (double) (1 << 20);
  }
}
