package dev.zarrasync.cache;

/**
 * What a cache has done since it was made. Each get is one of the first four: a hit, a miss, joined
 * to a load or a revalidation under way, or a revalidation. Gets on a condition are not counted.
 *
 * @param hits how many gets were answered from memory
 * @param misses how many gets were sent to the store
 * @param sharedLoads how many gets joined one that had been sent
 * @param revalidations how many gets asked the store whether what is in memory has changed
 * @param evictions how many entries left because others needed their room
 * @param evictedBytes how many bytes those took
 * @param bytes how many bytes the entries take now
 */
public record CacheStatistics(
    long hits,
    long misses,
    long sharedLoads,
    long revalidations,
    long evictions,
    long evictedBytes,
    long bytes) {}
