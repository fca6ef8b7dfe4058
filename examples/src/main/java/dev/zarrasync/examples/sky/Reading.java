package dev.zarrasync.examples.sky;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What reading and painting an image took.
 *
 * @param way how it was read
 * @param time how long it took, from the first request to the last pixel
 * @param image the image
 * @param tiles what is known of the tiles it is painted from
 * @param missing the cells that the survey has no tile for
 * @param usage what the JVM used
 */
record Reading(
    String way,
    Duration time,
    SkyImage image,
    SortedMap<Cell, TileMeta> tiles,
    SortedSet<Cell> missing,
    List<UsageSample> usage) {

  double seconds() {
    return time.toNanos() / 1e9;
  }

  /** Lists the tiles that the image is painted from: a header, and a line with tabs for each. */
  String tileTable() {
    StringBuilder table = new StringBuilder("order\tnpix\tkey\tbytes\tetag\theader\n");
    tiles.forEach(
        (cell, meta) ->
            table
                .append("%d\t%d\t".formatted(cell.order(), cell.npix()))
                .append("%s\t%d\t".formatted(meta.key(), meta.bytes()))
                .append("%s\t%s\n".formatted(meta.etag(), meta.texts())));
    return table.toString();
  }
}
