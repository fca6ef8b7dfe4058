/** What neighbouring packages share, and nobody else should use. */
@NullMarked
package dev.zarrasync.codec.internal;

import org.jspecify.annotations.NullMarked;
