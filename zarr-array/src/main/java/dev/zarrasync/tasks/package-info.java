/**
 * Work on the pieces of an array in parallel: {@link dev.zarrasync.tasks.RegionTasks} divides an
 * array, fetches the next pieces while a function computes on those that are there, and collects or
 * stores the results.
 */
@NullMarked
package dev.zarrasync.tasks;

import org.jspecify.annotations.NullMarked;
