/**
 * Decoded chunks for libraries that ask for one at a time: {@link
 * dev.zarrasync.prefetch.DecodedStore} fetches and decodes ahead what they are going to ask for.
 */
@NullMarked
package dev.zarrasync.prefetch;

import org.jspecify.annotations.NullMarked;
