package dev.zarrasync.codec;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** All codecs by their names: those of this library, and those of a {@link CodecFactory}. */
final class Registry {

  /** Before the names of what numcodecs has, in Zarr v3. */
  private static final String PREFIX = "numcodecs.";

  private Registry() {}

  static Codec codec(Options options) {
    String name = options.name();
    boolean prefixed = options.v3() && name.startsWith(PREFIX);
    String id = prefixed ? name.substring(PREFIX.length()) : name;
    Codec codec = options.v3() && !prefixed ? ofV3(id, options) : ofNumcodecs(id, options);
    if (codec != null) {
      return codec;
    }
    for (CodecFactory other : ServiceLoader.load(CodecFactory.class)) {
      if (other.id().equals(id) || other.id().equals(name)) {
        return other.codec(options.configuration(), options.input());
      }
    }
    throw new IllegalArgumentException(
        "The codec \"%s\" is not supported in Zarr v%d (see docs/formats.md); a CodecFactory can add it"
            .formatted(name, options.v3() ? 3 : 2));
  }

  /** By their ids in Zarr v2, which are their names in Zarr v3 as well, after the prefix. */
  private static @Nullable Codec ofNumcodecs(String id, Options options) {
    return switch (id) {
      case "adler32" -> ChecksumCodec.adler32(options);
      case "astype" -> AsTypeCodec.of(options);
      case "bitround" -> BitRoundCodec.of(options);
      case "blosc" -> BloscCodec.ofNumcodecs(options);
      case "bz2" -> bz2(options);
      case "categorize" -> CategorizeCodec.of(options);
      case "crc32" -> ChecksumCodec.crc32(options);
      case "crc32c" -> ChecksumCodec.crc32c(options);
      case "delta" -> DeltaCodec.of(options);
      case "fixedscaleoffset" -> FixedScaleOffsetCodec.of(options);
      case "fletcher32" -> ChecksumCodec.fletcher32(options);
      case "gzip" -> new GzipCodec(options.integer("level", 1));
      case "jenkins_lookup3" -> ChecksumCodec.lookup3(options);
      case "lz4" -> new Lz4Codec();
      case "lzma" -> lzma(options);
      case "packbits" -> PackBitsCodec.ofNumcodecs(options);
      case "quantize" -> QuantizeCodec.of(options);
      case "shuffle" -> ShuffleCodec.of(options);
      case "vlen-array" -> VlenCodec.ofArrays(options);
      case "vlen-bytes", "vlen-utf8" -> VlenCodec.of(options);
      case "zlib" -> new ZlibCodec(options.integer("level", 1));
      case "zstd" -> ZstdCodec.of(options);
      default -> null;
    };
  }

  /** By their names in Zarr v3 alone. */
  private static @Nullable Codec ofV3(String name, Options options) {
    return switch (name) {
      case "bitround" -> BitRoundCodec.of(options);
      case "blosc" -> BloscCodec.ofV3(options);
      case "bytes" -> bytes(options);
      case "cast_value" -> CastValueCodec.of(options);
      case "crc32c" -> ChecksumCodec.crc32c(options);
      case "gzip" -> new GzipCodec(options.integer("level", 5));
      case "packbits" -> PackBitsCodec.ofV3(options);
      case "scale_offset" -> ScaleOffsetCodec.of(options);
      case "transpose" -> TransposeCodec.of(options);
      case "vlen-bytes", "vlen-utf8" -> VlenCodec.of(options);
      case "zstd" -> ZstdCodec.of(options);
      default -> null;
    };
  }

  /** Makes nothing of numbers, whose byte order is that of the input. */
  private static Codec bytes(Options options) {
    if (options.has("endian")) {
      options.oneOf("endian", "", "little", "big");
    }
    if (!options.input().type().isFixed()) {
      throw new IllegalArgumentException("The codec bytes takes elements of one length alone");
    }
    return new UncompressedCodec();
  }

  private static Codec bz2(Options options) {
    needs(
        "bz2",
        "org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream",
        "org.apache.commons:commons-compress");
    return Bz2Codec.of(options);
  }

  private static Codec lzma(Options options) {
    needs("lzma", "org.tukaani.xz.XZInputStream", "org.tukaani:xz");
    return LzmaCodec.of(options);
  }

  private static void needs(String codec, String type, String artifact) {
    try {
      Class.forName(type, false, Registry.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "The codec %s needs a library: add %s to the class path".formatted(codec, artifact), e);
    }
  }
}
