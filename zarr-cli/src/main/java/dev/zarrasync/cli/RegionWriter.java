package dev.zarrasync.cli;

import java.io.IOException;

/** Writes the elements of a region in C order, a part after the other. */
@FunctionalInterface
interface RegionWriter {

  /**
   * Writes elements.
   *
   * @param elements an array of a primitive type
   */
  void write(Object elements) throws IOException;
}
