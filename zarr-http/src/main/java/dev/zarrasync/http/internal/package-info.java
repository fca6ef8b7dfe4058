/**
 * An HTTP client and what answers must be, for the stores of this project. Not for others: it may
 * change with each version.
 */
@NullMarked
package dev.zarrasync.http.internal;

import org.jspecify.annotations.NullMarked;
