package dev.zarrasync.benchmarks.bare;

/**
 * Who takes part in a race.
 *
 * @param name as it is printed
 * @param kind what it is compared as
 * @param task what it does in a round
 */
record Contestant(String name, Kind kind, Task task) {

  enum Kind {
    /** The best of these is the floor. */
    BARE,
    /** Compared with the floor; what is required is required of it. */
    OURS,
    /** Shown for comparison. */
    OTHER
  }

  /** What is timed. */
  @FunctionalInterface
  interface Task {
    /**
     * Runs once.
     *
     * @param round which round it is, the warm-ups included
     */
    void run(int round) throws Exception;
  }
}
