package dev.zarrasync.examples.sky;

/** A format of tiles that the JDK decodes. FITS tiles are not supported. */
enum TileFormat {
  PNG("png", "png"),
  JPEG("jpeg", "jpg");

  private final String title;
  private final String extension;

  TileFormat(String title, String extension) {
    this.title = title;
    this.extension = extension;
  }

  /** Returns its name in {@code hips_tile_format}. */
  String title() {
    return title;
  }

  /** Returns how the names of tiles end. */
  String extension() {
    return extension;
  }
}
