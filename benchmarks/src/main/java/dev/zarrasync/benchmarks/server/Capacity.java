package dev.zarrasync.benchmarks.server;

import java.util.ArrayDeque;
import java.util.Queue;

/** How many requests are served at once. The others wait for their turn, or are refused. */
final class Capacity {

  private final int most;
  private final boolean refuses;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int inService;

  Capacity(int most, boolean refuses) {
    this.most = most;
    this.refuses = refuses;
  }

  /**
   * Serves a request, now or later.
   *
   * @param start begins to, and has {@link #served} called at the end
   * @return false if it is refused
   */
  boolean serve(Runnable start) {
    if (refuses && inService >= most) {
      return false;
    }
    waiting.add(start);
    proceed();
    return true;
  }

  void served() {
    inService--;
    proceed();
  }

  private void proceed() {
    while (inService < most && !waiting.isEmpty()) {
      inService++;
      waiting.remove().run();
    }
  }
}
