package dev.zarrasync.examples.sky;

/**
 * A reading, as its server saw it.
 *
 * @param reading the reading
 * @param requests how many requests for tiles there were
 * @param connections how many connections were made for them
 */
record ServedReading(Reading reading, int requests, int connections) {}
