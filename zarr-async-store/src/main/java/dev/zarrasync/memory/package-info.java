/** A store in memory. */
@NullMarked
package dev.zarrasync.memory;

import org.jspecify.annotations.NullMarked;
