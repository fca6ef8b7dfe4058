package dev.zarrasync.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * How large everything is.
 *
 * @param tinyChunks how many tiny chunks there are
 * @param largeChunks how many large chunks
 * @param largeSide the length of a large chunk's two sides
 * @param tilesInRow how many tiles each side of the image has
 * @param tileSide the length of a tile's two sides
 * @param sparse the array of which few chunks are stored
 * @param vast the same, larger and with fewer
 * @param sharded the array in shards
 * @param tinyDelay how late the server answers where chunks are tiny
 * @param delay how late elsewhere
 * @param bandwidth of a connection where chunks are large, in bytes a second
 * @param sampled how much stands for all where that would take too long
 * @param hardship what the server does where it is in trouble
 * @param objectMiB the sizes of the single objects
 * @param rounds how often each contestant reads, in a new process each time
 * @param warmUpMillis how long each process reads before, at least twice
 * @param settledMillis for how long it is measured, at least once
 * @param heapMiB the heap of each JVM
 */
record Scale(
    int tinyChunks,
    int largeChunks,
    int largeSide,
    int tilesInRow,
    int tileSide,
    Sparse sparse,
    Sparse vast,
    Sharded sharded,
    Duration tinyDelay,
    Duration delay,
    long bandwidth,
    Sampled sampled,
    Hardship hardship,
    List<Integer> objectMiB,
    int rounds,
    long warmUpMillis,
    long settledMillis,
    int heapMiB) {

  /** How many tiny chunks, large chunks, rows of tiles and rows of sparse chunks. */
  record Sampled(int tinyChunks, int largeChunks, int rowsOfTiles, int rowsOfSparse) {}

  /**
   * Shards, each a square of chunks.
   *
   * @param shards how many there are
   * @param side how many chunks a shard has a side
   * @param rows how many rows a chunk has
   * @param columns how many columns
   * @param picked how many chunks are read where single ones are
   */
  record Sharded(int shards, int side, int rows, int columns, int picked) {

    int chunks() {
      return shards * side * side;
    }

    /** Chunks here and there, the same ones each time. */
    List<Region> picks() {
      return new Random(1)
          .ints(0, chunks())
          .distinct()
          .limit(picked)
          .mapToObj(
              n ->
                  new Region(
                      new int[] {n / side / side, n / side % side * rows, n % side * columns},
                      new int[] {1, rows, columns}))
          .toList();
    }
  }

  /** How many chunks a square has a side, and how many of all are stored. */
  record Sparse(int sides, int stored) {}

  /**
   * What the server does where it is in trouble.
   *
   * @param reads how often the tiny chunks are read of a server that serves few at once
   * @param slow how much later than others the slow answers come
   * @param outage for how long the server is away
   */
  record Hardship(int reads, Duration slow, Duration outage) {}

  static final Scale FULL =
      new Scale(
          1_289,
          100,
          2_048,
          32,
          512,
          new Sparse(32, 105),
          new Sparse(100, 100),
          new Sharded(16, 16, 128, 256, 1_000),
          Duration.ofMillis(75),
          Duration.ofMillis(20),
          50_000_000,
          new Sampled(64, 20, 4, 2),
          new Hardship(10, Duration.ofSeconds(2), Duration.ofSeconds(30)),
          List.of(8, 32, 128, 512),
          3,
          10_000,
          1_000,
          3_072);

  /** To see that it works. */
  static final Scale SMOKE =
      new Scale(
          10,
          4,
          128,
          3,
          64,
          new Sparse(4, 3),
          new Sparse(5, 3),
          new Sharded(3, 4, 16, 32, 10),
          Duration.ofMillis(5),
          Duration.ofMillis(2),
          50_000_000,
          new Sampled(3, 2, 1, 1),
          new Hardship(1, Duration.ofMillis(100), Duration.ofMillis(300)),
          List.of(1),
          1,
          0,
          0,
          256);
}
