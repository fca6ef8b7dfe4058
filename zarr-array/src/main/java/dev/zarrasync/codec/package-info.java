/**
 * Encoded chunks to raw bytes and back.
 *
 * <p>{@link dev.zarrasync.codec.Codecs} makes the {@link dev.zarrasync.codec.Codec} of each name in
 * metadata; {@link dev.zarrasync.codec.CodecFactory} adds others.
 */
@NullMarked
package dev.zarrasync.codec;

import org.jspecify.annotations.NullMarked;
