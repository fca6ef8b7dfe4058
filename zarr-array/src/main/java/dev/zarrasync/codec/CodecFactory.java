package dev.zarrasync.codec;

import java.util.Map;

/**
 * Makes the codecs of one compressor. {@link Codecs#of} finds factories by {@link
 * java.util.ServiceLoader}: a jar names its own in {@code
 * META-INF/services/dev.zarrasync.codec.CodecFactory}.
 *
 * <p>Safe for use by many threads at once.
 */
public interface CodecFactory {

  /**
   * Returns the compressor's name in metadata.
   *
   * @return its {@code id}, such as {@code zstd}
   */
  String id();

  /**
   * Makes a codec.
   *
   * @param compressor its object in the array's metadata, with what only matters to who writes
   * @param typesize the size of an element in bytes
   * @return the codec
   * @throws IllegalArgumentException if an option is invalid
   */
  Codec codec(Map<String, ?> compressor, int typesize);
}
