package dev.zarrasync.benchmarks.bare;

import java.time.Duration;
import java.util.List;

/**
 * How large the benchmark is.
 *
 * @param smallDelays how late the server answers where chunks are small
 * @param largeDelay how late where they are large
 * @param bandwidth of a connection where chunks are large, in bytes a second
 * @param smallChunks how many small chunks there are
 * @param largeChunks how many large ones
 * @param largeSide the length of a large chunk's two sides, of 2 bytes an element
 * @param sparseSides the lengths of the sparse array's two sides, in chunks
 * @param sparseStored how many of those chunks are stored
 * @param vastSides the lengths of the sides of the sparse array whose requests are counted
 * @param vastStored how many of its chunks are stored
 * @param objectMiB the sizes between which the threshold for the S3 CRT client is
 * @param hardship what the server does where it is in trouble
 * @param smallWarmUps how often each contestant gets the small chunks before it counts
 * @param warmUps how often it does the rest before it counts
 * @param rounds how often it counts
 */
record Scale(
    List<Duration> smallDelays,
    Duration largeDelay,
    long bandwidth,
    int smallChunks,
    int largeChunks,
    int largeSide,
    int sparseSides,
    int sparseStored,
    int vastSides,
    int vastStored,
    List<Integer> objectMiB,
    Hardship hardship,
    int smallWarmUps,
    int warmUps,
    int rounds) {

  /**
   * What the server does where it is in trouble.
   *
   * @param reads how often the small chunks are read of a server that serves few at once
   * @param slow how much later than others the slow answers come
   * @param outage for how long the server is away
   */
  record Hardship(int reads, Duration slow, Duration outage) {}

  static final Scale FULL =
      new Scale(
          List.of(Duration.ofMillis(75), Duration.ofMillis(20)),
          Duration.ofMillis(20),
          50_000_000,
          1_289,
          100,
          2_048,
          32,
          105,
          100,
          100,
          List.of(4, 8, 16, 32, 64),
          new Hardship(10, Duration.ofSeconds(2), Duration.ofSeconds(30)),
          20,
          3,
          7);

  /** To see that it works. */
  static final Scale SMOKE =
      new Scale(
          List.of(Duration.ZERO),
          Duration.ZERO,
          1_000_000_000,
          10,
          4,
          256,
          4,
          3,
          4,
          3,
          List.of(1),
          new Hardship(1, Duration.ofMillis(100), Duration.ofMillis(300)),
          1,
          1,
          1);
}
