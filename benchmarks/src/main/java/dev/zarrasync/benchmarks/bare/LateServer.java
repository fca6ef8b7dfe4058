package dev.zarrasync.benchmarks.bare;

import java.io.IOException;
import java.time.Duration;

/** A server that is told how to answer, and asked what it saw. */
public interface LateServer {

  /**
   * Sets how the server answers from now on.
   *
   * @param delay how long it waits before the first byte
   * @param bandwidth how many bytes a second it sends on a connection, 0 for all it can
   * @throws IOException if it cannot be told
   */
  void answerAfter(Duration delay, long bandwidth) throws IOException;

  /**
   * Returns the counts, which start again from 0.
   *
   * @return what the server saw since they were last taken
   * @throws IOException if it cannot be asked
   */
  Counts takeCounts() throws IOException;
}
