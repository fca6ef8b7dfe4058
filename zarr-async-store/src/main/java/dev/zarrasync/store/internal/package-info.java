/** What the packages of this library share, and nobody else should use. */
@NullMarked
package dev.zarrasync.store.internal;

import org.jspecify.annotations.NullMarked;
