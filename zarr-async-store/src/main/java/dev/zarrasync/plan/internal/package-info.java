/**
 * The planner of reads: which keys to get, list or skip. For readers of arrays in this project, not
 * for others.
 */
@NullMarked
package dev.zarrasync.plan.internal;

import org.jspecify.annotations.NullMarked;
