package dev.zarrasync.prefetch;

/**
 * What reading ahead has come to so far. Chunks that are fetched ahead and may still be asked for
 * are in neither count.
 *
 * @param chunksUsed how many chunks that were fetched ahead were asked for
 * @param chunksInVain how many chunks that were fetched ahead were not asked for, or failed
 * @param bytesInVain how many bytes had been received of them, as they are stored
 */
public record ReadAheadReport(long chunksUsed, long chunksInVain, long bytesInVain) {}
