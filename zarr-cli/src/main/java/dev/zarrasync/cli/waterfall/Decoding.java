package dev.zarrasync.cli.waterfall;

/**
 * The decoding of a chunk.
 *
 * @param thread who decoded it
 * @param start when it began, in nanoseconds since the waterfall's start
 * @param nanos how long it took
 * @param bytes the length of the raw chunk
 */
record Decoding(String thread, long start, long nanos, long bytes) {

  long end() {
    return start + nanos;
  }
}
