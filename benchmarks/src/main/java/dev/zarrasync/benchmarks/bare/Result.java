package dev.zarrasync.benchmarks.bare;

/**
 * What the rounds of a contestant took.
 *
 * @param contestant who
 * @param median of the rounds, in seconds
 * @param min of the rounds, in seconds
 * @param cpu processor time of this process in a round, in seconds, on average
 * @param serverCpu that of the server
 * @param counts of the last round
 */
record Result(
    Contestant contestant,
    double median,
    double min,
    double cpu,
    double serverCpu,
    Counts counts) {}
