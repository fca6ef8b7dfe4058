package dev.zarrasync.examples.demo;

import java.util.List;
import java.util.Locale;

/** The results of one array as text. */
final class Report {

  private Report() {}

  /**
   * Describes results.
   *
   * @param results those of one array: the loop first, the exact plan last
   */
  static String of(List<Result> results) {
    Result first = results.get(0);
    Table table =
        new Table(
            "way",
            "read/s",
            "speed-up",
            "chunk GETs",
            "metadata",
            "HEAD",
            "LIST",
            "peak",
            "KiB",
            "CRC-32");
    for (Result result : results) {
      Requests requests = result.requests();
      table.add(
          result.way().title(),
          format("%,.2f%s", result.seconds(), result.way().sampled() ? "*" : " "),
          format("%,.1f", first.seconds() / result.seconds()),
          format("%,d", requests.chunkGets()),
          format("%,d", requests.metadataGets()),
          format("%,d", requests.heads()),
          format("%,d", requests.lists()),
          format("%,d", result.peakInFlight()),
          format("%,.0f", result.bytes() / 1024.0),
          format("%08x %s", result.checksum(), result.equal() ? "ok" : "BAD"));
    }
    return table + "\n" + footnote(first) + "\n\n" + summary(results);
  }

  private static String footnote(Result first) {
    String extrapolated =
        format(
            "* Extrapolated: the first %,d of %,d chunks took %.2f s; the counts are theirs.",
            first.chunks(), first.dataset().chunks(), first.read().toNanos() / 1e9);
    return first.way() == Way.STOCK
        ? extrapolated
        : extrapolated
            + "\n  Stock JZarr would need a system libblosc: this is our decoding, one request at a time.";
  }

  private static String summary(List<Result> results) {
    Result loop = results.get(0);
    Result exact = results.get(results.size() - 1);
    return format(
        "The exact plan read %,d chunks with %,d chunk GETs, %,d HEADs and %,d LISTs, at most %,d"
            + " at once,%nin %.2f s: %,.0f times as fast as the loop.",
        exact.chunks(),
        exact.requests().chunkGets(),
        exact.requests().heads(),
        exact.requests().lists(),
        exact.peakInFlight(),
        exact.seconds(),
        loop.seconds() / exact.seconds());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
