/** The inner parts of a read, measured with JMH. */
@NullMarked
package dev.zarrasync.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
