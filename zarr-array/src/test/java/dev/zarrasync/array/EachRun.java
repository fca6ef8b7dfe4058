package dev.zarrasync.array;

import dev.zarrasync.array.ChunkPart.Runs;

/** Does something with each run of a part of a chunk. */
final class EachRun {

  private EachRun() {}

  /** Takes a run of elements that are next to each other in the chunk and in the region. */
  @FunctionalInterface
  interface Action {
    void take(int chunkElement, int regionElement, int count);
  }

  static void of(ChunkPart part, Action action) {
    for (Runs runs = new Runs(part); runs.isLeft(); runs.advance()) {
      action.take(runs.inChunk(), runs.inRegion(), runs.length());
    }
  }
}
