package dev.zarrasync.cli.waterfall;

/**
 * The decoding of a chunk, or of a part of it.
 *
 * @param thread who decoded it
 * @param start when it began, in nanoseconds since the waterfall's start
 * @param nanos how long it took
 * @param bytes the length of the raw chunk if it was done then, or else 0
 */
record Decoding(String thread, long start, long nanos, long bytes) {

  long end() {
    return start + nanos;
  }
}
