package dev.zarrasync.codec;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes codecs by their names in metadata. */
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
    return new BloscCodec(options, BloscEngine.chosen());
  }

  /**
   * Returns the codec for the {@code compressor} of an array's metadata, the file {@code .zarray}
   * (Zarr v2 specification, "Metadata"), by the names that numcodecs has; or that of a {@link
   * CodecFactory}. What it doesn't give has the default of JZarr: {@code zlib} level 1; {@code
   * blosc} cname lz4, clevel 5, shuffle 1, blocksize 0; elsewhere that of numcodecs.
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
   * Returns the codec of a name in Zarr v2: a compressor or a filter, by the names and with the
   * options that numcodecs has; or that of a {@link CodecFactory}.
   *
   * @param id its {@code id}
   * @param configuration its options
   * @param input what it encodes
   * @return the codec
   * @throws IllegalArgumentException if the codec is not supported, has an invalid option, cannot
   *     encode that, or needs a library that is not on the class path
   * @throws IllegalStateException as {@link #blosc} does
   */
  public static Codec of(String id, Map<String, ?> configuration, Elements input) {
    return Registry.codec(new Options(id, configuration, input, false));
  }

  /**
   * Returns the codec of a name in Zarr v3 (Zarr v3 specification and zarr-extensions, "Codecs");
   * or that of a {@link CodecFactory}. Names that start with {@code numcodecs.} are those of Zarr
   * v2 after it.
   *
   * <p>All numbers of a chunk have the byte order of the input, up to the codec {@code bytes} and
   * after it, whatever order an option names.
   *
   * @param name its {@code name}
   * @param configuration its {@code configuration}, empty if it is missing
   * @param input what it encodes
   * @return the codec
   * @throws IllegalArgumentException as {@link #of(String, Map, Elements)} does
   * @throws IllegalStateException as {@link #blosc} does
   */
  public static Codec ofV3(String name, Map<String, ?> configuration, Elements input) {
    return Registry.codec(new Options(name, configuration, input, true));
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
}
