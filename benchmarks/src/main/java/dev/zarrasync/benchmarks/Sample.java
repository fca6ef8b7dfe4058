package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * What a process used at a moment: in JSON an array, for there are many.
 *
 * @param seconds since the read began
 * @param cpuSeconds of processor time, on all threads, since then
 * @param heapBytes of the Java heap that are taken, garbage included
 * @param rssBytes of memory that are resident; 0 where the system does not tell
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Sample(double seconds, double cpuSeconds, long heapBytes, long rssBytes) {}
