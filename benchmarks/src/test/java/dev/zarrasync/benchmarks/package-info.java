@NullMarked
package dev.zarrasync.benchmarks;

import org.jspecify.annotations.NullMarked;
