package dev.zarrasync.examples.sky;

/**
 * What this JVM used at a moment.
 *
 * @param seconds when that was, since the start
 * @param cores how many cores were busy, on average over the tenth of a second before
 * @param heapMiB how much of the heap was taken, garbage included
 */
record UsageSample(double seconds, double cores, double heapMiB) {}
