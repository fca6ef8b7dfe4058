/** Caches over Caffeine. */
@NullMarked
package dev.zarrasync.cache;

import org.jspecify.annotations.NullMarked;
