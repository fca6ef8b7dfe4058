package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.server.Counts;

/**
 * One read.
 *
 * @param measured what its process says
 * @param counts what the server saw meanwhile
 */
record Run(Measurement measured, Counts counts) {}
