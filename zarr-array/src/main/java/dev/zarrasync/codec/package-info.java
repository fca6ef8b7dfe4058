/**
 * Chunk bytes to array values and back, without JZarr.
 *
 * <p>{@link dev.zarrasync.codec.Codecs} makes the {@link dev.zarrasync.codec.Codec} of a Zarr v2
 * compressor; {@link dev.zarrasync.codec.ChunkBytes} copies between the decoded bytes and Java
 * arrays.
 */
@NullMarked
package dev.zarrasync.codec;

import org.jspecify.annotations.NullMarked;
