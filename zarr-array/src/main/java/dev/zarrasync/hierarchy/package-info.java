/**
 * Arrays and groups in a store: their metadata, where they are, and a view of a store in which
 * chunks are decoded. Without JZarr.
 */
@NullMarked
package dev.zarrasync.hierarchy;

import org.jspecify.annotations.NullMarked;
