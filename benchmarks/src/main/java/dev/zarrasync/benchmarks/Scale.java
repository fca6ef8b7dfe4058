package dev.zarrasync.benchmarks;

import java.time.Duration;

/**
 * How large everything is.
 *
 * @param tinyChunks how many tiny chunks there are
 * @param largeChunks how many large chunks
 * @param largeSide the length of a large chunk's two sides
 * @param tilesInRow how many tiles each side of the image has
 * @param tileSide the length of a tile's two sides
 * @param tinyDelay how late the server answers where chunks are tiny
 * @param delay how late elsewhere
 * @param bandwidth of a connection where chunks are large, in bytes a second
 * @param sampled how many tiny chunks, large chunks and rows of tiles stand for all where those
 *     would take too long
 * @param rounds how often each contestant reads, in a new process each time
 * @param warmUpMillis how long each process reads before, at least once
 * @param heapMiB the heap of each JVM
 */
record Scale(
    int tinyChunks,
    int largeChunks,
    int largeSide,
    int tilesInRow,
    int tileSide,
    Duration tinyDelay,
    Duration delay,
    long bandwidth,
    Sampled sampled,
    int rounds,
    long warmUpMillis,
    int heapMiB) {

  /** How many of each. */
  record Sampled(int tinyChunks, int largeChunks, int rowsOfTiles) {}

  static final Scale FULL =
      new Scale(
          1_289,
          100,
          2_048,
          32,
          512,
          Duration.ofMillis(75),
          Duration.ofMillis(20),
          50_000_000,
          new Sampled(64, 20, 4),
          3,
          5_000,
          3_072);

  /** To see that it works. */
  static final Scale SMOKE =
      new Scale(
          10,
          4,
          128,
          3,
          64,
          Duration.ofMillis(5),
          Duration.ofMillis(2),
          50_000_000,
          new Sampled(3, 2, 1),
          1,
          0,
          256);

  Scale rounds(int newRounds) {
    return new Scale(
        tinyChunks,
        largeChunks,
        largeSide,
        tilesInRow,
        tileSide,
        tinyDelay,
        delay,
        bandwidth,
        sampled,
        newRounds,
        warmUpMillis,
        heapMiB);
  }
}
