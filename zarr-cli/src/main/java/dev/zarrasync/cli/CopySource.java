package dev.zarrasync.cli;

import java.io.IOException;
import java.util.Iterator;

/** Knows what is to be copied. */
interface CopySource {

  /** Returns the copies to make, in any order. */
  Iterator<CopyJob> jobs();

  /**
   * Compares what the destination then has with the source.
   *
   * @throws IOException if they differ
   */
  void check() throws IOException;
}
