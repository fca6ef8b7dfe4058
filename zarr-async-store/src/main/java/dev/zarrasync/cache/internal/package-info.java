/** The cache of array and group headers. Not for others. */
@NullMarked
package dev.zarrasync.cache.internal;

import org.jspecify.annotations.NullMarked;
