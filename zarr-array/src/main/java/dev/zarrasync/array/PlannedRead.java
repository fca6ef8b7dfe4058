package dev.zarrasync.array;

/**
 * What a read of a region would fetch.
 *
 * @param count how many chunks the region needs, stored or not
 * @param explain what would be listed, fetched and taken for missing, and why: a few lines
 */
public record PlannedRead(int count, String explain) {}
