/**
 * Zarr v2 arrays on an {@link dev.zarrasync.store.AsyncStore}: metadata, chunk grid, and the
 * reading and writing of regions, independent of JZarr.
 */
@NullMarked
package dev.zarrasync.array;

import org.jspecify.annotations.NullMarked;
