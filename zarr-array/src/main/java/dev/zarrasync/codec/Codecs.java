package dev.zarrasync.codec;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Makes the codecs of the Zarr v2 compressors. */
public final class Codecs {

  private Codecs() {}

  /**
   * Returns the codec of arrays without a compressor. It returns the arrays it is given, and checks
   * their length when it decodes.
   *
   * @return the codec
   */
  public static Codec none() {
    return new UncompressedCodec();
  }

  /**
   * Returns the codec for the compressor {@code zlib}: a zlib stream (RFC 1950). Bytes after its
   * end are left alone where its checksum holds.
   *
   * @param level from 0, no compression, to 9, the best; -1 leaves it to zlib. Decoding ignores it.
   * @return the codec
   * @throws IllegalArgumentException if the level is out of range
   */
  public static Codec zlib(int level) {
    return new ZlibCodec(level);
  }

  /**
   * Returns the codec for the compressor {@code blosc}: a chunk in the format of c-blosc 1
   * (README_CHUNK_FORMAT.rst of that project). Bytes after the length that its header says are left
   * alone.
   *
   * <p>Blosc has no checksum: damage that leaves a decodable chunk of the right length goes
   * unnoticed.
   *
   * <p>The native library of Blosc-java does the work where it can be loaded, else Java code does;
   * a warning is logged once. The system property {@code dev.zarrasync.blosc}, read whenever a
   * codec is made, takes the choice away: {@code java} never loads the library, {@code native}
   * demands it. Either way a chunk goes to the Java code when the library can't decode it (Snappy),
   * when its blocks are to be decoded one by one and are small, or when the heap is so full that
   * the library, which doesn't check for that, might crash the JVM.
   *
   * <p>The Java code decodes all that c-blosc writes. It encodes less well: {@code lz4hc} and
   * {@code blosclz} become LZ4, {@code zstd} has one level.
   *
   * @param options how to encode; decoding goes by the chunk's header
   * @return the codec
   * @throws IllegalStateException if the property demands the native library and it can't be loaded
   * @throws IllegalArgumentException if the property has another value
   */
  public static Codec blosc(BloscOptions options) {
    return new BloscCodec(options, BloscEngine.choose());
  }

  /**
   * Returns the codec for the {@code compressor} of an array's metadata, the file {@code .zarray}
   * (Zarr v2 specification, "Metadata"), by the names that numcodecs has: {@code zlib}, {@code
   * gzip}, {@code blosc}, {@code zstd} and {@code lz4}; or that of a {@link CodecFactory}. What it
   * doesn't give has the default of JZarr: {@code zlib} level 1; {@code blosc} cname lz4, clevel 5,
   * shuffle 1, blocksize 0; elsewhere that of numcodecs.
   *
   * <p>The library zstd-jni decodes {@code zstd} where it is on the class path ({@code
   * com.github.luben:zstd-jni}), else slower Java code.
   *
   * @param compressor the parsed JSON object, or null for none
   * @param typesize the size of an element in bytes, which Blosc needs to shuffle
   * @return the codec
   * @throws IllegalArgumentException if the compressor is not supported or has an invalid option
   * @throws IllegalStateException as {@link #blosc} does
   */
  public static Codec of(@Nullable Map<String, ?> compressor, int typesize) {
    return compressor == null
        ? none()
        : of(
            String.valueOf(compressor.get("id")),
            compressor,
            new Elements(
                new DataType(DataType.Kind.RAW, typesize, ByteOrder.nativeOrder()), new int[0]));
  }

  /**
   * Returns the codec of a name: a compressor or a filter.
   *
   * @param id its {@code id} in Zarr v2, its {@code name} in Zarr v3
   * @param configuration its options
   * @param input what it encodes
   * @return the codec
   * @throws IllegalArgumentException if the codec is not supported, has an invalid option, or
   *     cannot encode that
   * @throws IllegalStateException as {@link #blosc} does
   */
  public static Codec of(String id, Map<String, ?> configuration, Elements input) {
    return switch (id) {
      case "zlib" -> zlib(integer(configuration, "level", 1));
      case "gzip" -> new GzipCodec(integer(configuration, "level", 1));
      case "zstd" ->
          new ZstdCodec(
              integer(configuration, "level", 0),
              Boolean.TRUE.equals(configuration.get("checksum")));
      case "lz4" -> new Lz4Codec();
      case "blosc" ->
          blosc(
              new BloscOptions(
                  String.valueOf(option(configuration, "cname", "lz4")),
                  integer(configuration, "clevel", 5),
                  integer(configuration, "shuffle", BloscOptions.BYTE_SHUFFLE),
                  integer(configuration, "blocksize", 0),
                  input.type().size()));
      default -> ofFactory(id).codec(configuration, input);
    };
  }

  /**
   * Joins codecs that encode one after the other.
   *
   * @param raw what the first of them encodes
   * @param codecs in the order in which they encode: each what the one before it makes
   * @return one codec
   */
  public static Codec chain(Elements raw, List<Codec> codecs) {
    return Chain.of(raw, codecs);
  }

  private static CodecFactory ofFactory(String id) {
    for (CodecFactory factory : ServiceLoader.load(CodecFactory.class)) {
      if (factory.id().equals(id)) {
        return factory;
      }
    }
    throw new IllegalArgumentException(
        "The codec \"%s\" is not supported; zlib, gzip, blosc, zstd and lz4 are, and those of a CodecFactory"
            .formatted(id));
  }

  static Object option(Map<String, ?> configuration, String name, Object preset) {
    Object value = configuration.get(name);
    return value == null ? preset : value;
  }

  static int integer(Map<String, ?> compressor, String option, int preset) {
    Object value = compressor.get(option);
    if (value == null) {
      return preset;
    }
    if (value instanceof Number number) {
      return number.intValue();
    }
    try {
      // JZarr takes numbers in quotes as well.
      return Integer.parseInt(value.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The compressor's " + option + " must be a number but is " + value, e);
    }
  }
}
