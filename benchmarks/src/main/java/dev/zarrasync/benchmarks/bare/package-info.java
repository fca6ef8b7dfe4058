/** Our reads against bare clients, in one process on servers that answer late. */
@NullMarked
package dev.zarrasync.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
