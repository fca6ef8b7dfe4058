/** Reads of the same arrays by several libraries, each in a process of its own, side by side. */
@NullMarked
package dev.zarrasync.benchmarks;

import org.jspecify.annotations.NullMarked;
