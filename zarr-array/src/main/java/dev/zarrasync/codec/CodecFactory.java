package dev.zarrasync.codec;

import java.util.Map;

/**
 * Makes the codecs of one name. {@link Codecs} finds factories by {@link java.util.ServiceLoader}:
 * a jar names its own in {@code META-INF/services/dev.zarrasync.codec.CodecFactory}.
 *
 * <p>Safe for use by many threads at once.
 */
public interface CodecFactory {

  /**
   * Returns the codec's name in metadata.
   *
   * @return the {@code id} of a compressor or filter of Zarr v2, such as {@code zstd}; in Zarr v3
   *     the {@code name}, also with {@code numcodecs.} before it
   */
  String id();

  /**
   * Makes a codec.
   *
   * @param configuration its object in the array's metadata, with what only matters to who writes
   * @param input what it encodes: the array's elements, or what the codec before it makes of them
   * @return the codec
   * @throws IllegalArgumentException if an option is invalid, or it cannot encode that
   */
  Codec codec(Map<String, ?> configuration, Elements input);
}
