package dev.zarrasync.examples.sky;

import dev.zarrasync.fetch.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads tiles of a survey, several at once.
 *
 * @param survey the survey
 * @param parallel how many tiles may be on their way or waiting to be consumed at once
 * @param timeout how long a tile may be on its way
 * @param executor decodes the tiles
 */
record TileReader(Survey survey, int parallel, Duration timeout, Executor executor) {

  TileReader {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel + ": it must be positive");
    }
  }

  /**
   * Reads tiles and waits for the last. The first that fails ends the read of all.
   *
   * @param cells which tiles
   * @param consumer takes each as it comes, in any order, on threads of the executor
   * @param progress is told of each tile, the missing ones included
   * @return the cells that the survey has no tile for
   * @throws dev.zarrasync.store.StoreException if a tile cannot be read or decoded, or is late:
   *     with its key and its URL
   */
  SortedSet<Cell> read(SortedSet<Cell> cells, Consumer<Tile> consumer, Progress progress)
      throws IOException, InterruptedException {
    TileRead read = new TileRead(this, cells.size(), consumer, progress);
    try {
      for (Cell cell : cells) {
        read.start(cell);
      }
      return read.finish();
    } catch (InterruptedException e) {
      read.abandon();
      throw e;
    }
  }
}
