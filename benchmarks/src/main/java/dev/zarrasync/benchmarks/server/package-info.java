/** The servers that contestants read from: each in a JVM of its own, told how to answer. */
@NullMarked
package dev.zarrasync.benchmarks.server;

import org.jspecify.annotations.NullMarked;
