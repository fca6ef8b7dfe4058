/** The order of writes. Not for others. */
@NullMarked
package dev.zarrasync.array.internal;

import org.jspecify.annotations.NullMarked;
