package dev.zarrasync.examples.demo;

import java.time.Duration;

/**
 * How large the demo is.
 *
 * @param values how many values the coordinate has
 * @param sampleChunks how many of its chunks stand for all where those would take too long
 * @param tiles how many chunks the image has in each dimension
 * @param delay how late the server answers
 * @param maxInFlight how many requests may be in flight at once
 */
record Scale(int values, int sampleChunks, int tiles, Duration delay, int maxInFlight) {}
