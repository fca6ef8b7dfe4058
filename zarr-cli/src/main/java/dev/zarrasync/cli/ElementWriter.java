package dev.zarrasync.cli;

import dev.zarrasync.hierarchy.AsyncArray;
import java.io.IOException;

/** Writes the elements of a region in C order, a part after the other. */
interface ElementWriter {

  /** Returns the array to read from, with the elements as they are written. */
  AsyncArray source(AsyncArray array);

  /**
   * Writes elements.
   *
   * @param elements a Java array that was read from the source
   */
  void write(Object elements) throws IOException;
}
