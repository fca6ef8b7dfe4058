/** What neighbouring packages share, and nobody else should use. */
@NullMarked
package dev.zarrasync.hierarchy.internal;

import org.jspecify.annotations.NullMarked;
