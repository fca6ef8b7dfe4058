/** Arrays and groups in a store: their metadata, and where they are. Without JZarr. */
@NullMarked
package dev.zarrasync.hierarchy;

import org.jspecify.annotations.NullMarked;
