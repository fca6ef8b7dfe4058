/** Clients without anything of ours around them. */
@NullMarked
package dev.zarrasync.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
