package dev.zarrasync.examples.sky;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a survey says of itself (HiPS 1.0, section 4.4.1).
 *
 * @param title its name
 * @param order the deepest order that has tiles
 * @param minOrder the first order that has tiles
 * @param tileWidth how many pixels a tile has in each dimension: a power of 2
 * @param format the format to ask for: the first that we can decode
 */
record SurveyProperties(String title, int order, int minOrder, int tileWidth, TileFormat format) {

  /** Where a survey has its properties. */
  static final String KEY = "properties";

  private static final int TILES_IN_DIRECTORY = 10_000;

  /**
   * Reads the lines {@code keyword = value}.
   *
   * @throws IllegalArgumentException if it is no image survey that we can read, saying why
   */
  static SurveyProperties parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    int order = number(values, "hips_order", "");
    int width = number(values, "hips_tile_width", "512");
    require(order >= 0 && order <= Cell.MAX_ORDER, "hips_order is " + order);
    require(Integer.bitCount(width) == 1, "hips_tile_width is " + width + ", no power of 2");
    int pixelOrder = order + Integer.numberOfTrailingZeros(width);
    require(pixelOrder <= Cell.MAX_ORDER, "the pixels are of order " + pixelOrder);
    String frame = values.getOrDefault("hips_frame", "equatorial");
    require(frame.equals("equatorial"), "hips_frame is " + frame + ", not equatorial");
    return new SurveyProperties(
        values.getOrDefault("obs_title", ""),
        order,
        number(values, "hips_order_min", "0"),
        width,
        format(values.getOrDefault("hips_tile_format", "")));
  }

  private static TileFormat format(String formats) {
    for (String word : formats.split("\\s+", -1)) {
      for (TileFormat format : TileFormat.values()) {
        if (word.equals(format.title())) {
          return format;
        }
      }
    }
    String known =
        Arrays.stream(TileFormat.values()).map(TileFormat::title).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "hips_tile_format is '" + formats + "', which has none of " + known);
  }

  private static int number(Map<String, String> values, String keyword, String fallback) {
    String value = values.getOrDefault(keyword, fallback);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(keyword + " is '" + value + "', no number", e);
    }
  }

  private static void require(boolean met, String problem) {
    if (!met) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Returns where a tile is (HiPS 1.0, section 4.1). */
  String key(Cell cell) {
    long directory = cell.npix() / TILES_IN_DIRECTORY * TILES_IN_DIRECTORY;
    return "Norder%d/Dir%d/Npix%d.%s"
        .formatted(cell.order(), directory, cell.npix(), format.extension());
  }

  /** Returns the text that {@link #parse} reads. */
  String text() {
    List<String> lines =
        List.of(
            "creator_did = ivo://dev.zarrasync/P/synthetic",
            "obs_title = " + title,
            "dataproduct_type = image",
            "dataproduct_subtype = color",
            "hips_version = 1.4",
            "hips_release_date = 2026-11-21T00:00Z",
            "hips_status = private master unclonable",
            "hips_frame = equatorial",
            "hips_order = " + order,
            "hips_order_min = " + minOrder,
            "hips_tile_width = " + tileWidth,
            "hips_tile_format = " + format.title());
    return String.join("\n", lines) + "\n";
  }
}
