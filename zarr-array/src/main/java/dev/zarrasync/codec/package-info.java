/**
 * Encoded chunks to raw bytes and back.
 *
 * <p>{@link dev.zarrasync.codec.Codecs} makes the {@link dev.zarrasync.codec.Codec} of a Zarr v2
 * compressor.
 */
@NullMarked
package dev.zarrasync.codec;

import org.jspecify.annotations.NullMarked;
