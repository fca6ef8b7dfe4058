package dev.zarrasync.codec;

import static java.util.Map.entry;

import java.util.Map;
import java.util.ServiceLoader;

/** All codecs by their names: those of this library, and those of a {@link CodecFactory}. */
final class Registry {

  /** Before the names of what numcodecs has, in Zarr v3. */
  private static final String PREFIX = "numcodecs.";

  /** By their ids in Zarr v2, which are their names in Zarr v3 as well, after the prefix. */
  static final Map<String, Factory> NUMCODECS =
      Map.ofEntries(
          entry("adler32", ChecksumCodec::adler32),
          entry("astype", AsTypeCodec::of),
          entry("bitround", BitRoundCodec::of),
          entry("blosc", BloscCodec::ofNumcodecs),
          entry("bz2", Registry::bz2),
          entry("categorize", CategorizeCodec::of),
          entry("crc32", ChecksumCodec::crc32),
          entry("crc32c", ChecksumCodec::crc32c),
          entry("delta", DeltaCodec::of),
          entry("fixedscaleoffset", FixedScaleOffsetCodec::of),
          entry("fletcher32", ChecksumCodec::fletcher32),
          entry("gzip", options -> new GzipCodec(options.integer("level", 1))),
          entry("jenkins_lookup3", ChecksumCodec::lookup3),
          entry("lz4", options -> new Lz4Codec()),
          entry("lzma", Registry::lzma),
          entry("packbits", PackBitsCodec::ofNumcodecs),
          entry("quantize", QuantizeCodec::of),
          entry("shuffle", ShuffleCodec::of),
          entry("vlen-array", VlenCodec::ofArrays),
          entry("vlen-bytes", VlenCodec::of),
          entry("vlen-utf8", VlenCodec::of),
          entry("zlib", options -> new ZlibCodec(options.integer("level", 1))),
          entry("zstd", ZstdCodec::of));

  /** By their names in Zarr v3 alone. */
  static final Map<String, Factory> V3 =
      Map.ofEntries(
          entry("bitround", BitRoundCodec::of),
          entry("blosc", BloscCodec::ofV3),
          entry("bytes", Registry::bytes),
          entry("cast_value", CastValueCodec::of),
          entry("crc32c", ChecksumCodec::crc32c),
          entry("gzip", options -> new GzipCodec(options.integer("level", 5))),
          entry("packbits", PackBitsCodec::ofV3),
          entry("scale_offset", ScaleOffsetCodec::of),
          entry("transpose", TransposeCodec::of),
          entry("vlen-bytes", VlenCodec::of),
          entry("vlen-utf8", VlenCodec::of),
          entry("zstd", ZstdCodec::of));

  private Registry() {}

  /** Makes a codec. */
  @FunctionalInterface
  interface Factory {
    Codec codec(Options options);
  }

  static Codec codec(Options options) {
    String name = options.name();
    boolean prefixed = options.v3() && name.startsWith(PREFIX);
    String id = prefixed ? name.substring(PREFIX.length()) : name;
    Factory factory = (options.v3() && !prefixed ? V3 : NUMCODECS).get(id);
    if (factory != null) {
      return factory.codec(options);
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
