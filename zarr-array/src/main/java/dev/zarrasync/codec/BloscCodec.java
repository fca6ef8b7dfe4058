package dev.zarrasync.codec;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The codec of the compressor {@code blosc}: checks all that can be checked around an engine. */
final class BloscCodec implements Codec {

  private final BloscOptions options;
  private final @Nullable BloscEngine chosen;

  /**
   * @param chosen the engine, or null for the default one, once it is loaded
   */
  BloscCodec(BloscOptions options, @Nullable BloscEngine chosen) {
    this.options = options;
    this.chosen = chosen;
  }

  private BloscEngine engine() {
    return chosen == null ? BloscEngine.byDefault() : chosen;
  }

  /** Takes numbers for the shuffle, as numcodecs does, and has the defaults of JZarr. */
  static Codec ofNumcodecs(Options options) {
    return of(options, "lz4", options.integer("shuffle", BloscOptions.BYTE_SHUFFLE));
  }

  /** Takes names for the shuffle. */
  static Codec ofV3(Options options) {
    int shuffle =
        switch (options.oneOf("shuffle", "auto", "auto", "noshuffle", "shuffle", "bitshuffle")) {
          case "noshuffle" -> BloscOptions.NO_SHUFFLE;
          case "shuffle" -> BloscOptions.BYTE_SHUFFLE;
          case "bitshuffle" -> BloscOptions.BIT_SHUFFLE;
          default -> BloscOptions.AUTO_SHUFFLE;
        };
    return of(options, "zstd", shuffle);
  }

  private static Codec of(Options options, String cname, int shuffle) {
    int typesize = options.integer("typesize", options.input().type().size());
    return Codecs.blosc(
        new BloscOptions(
            options.string("cname", cname),
            options.integer("clevel", 5),
            shuffle,
            options.integer("blocksize", 0),
            // c-blosc shuffles no longer elements; those of any length have no length.
            typesize < 1 || typesize > 255 ? 1 : typesize));
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    byte[] bytes = BloscHeader.withoutRest(encoded);
    return decode(bytes, BloscHeader.plausibleSize(bytes));
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    byte[] bytes = BloscHeader.withoutRest(encoded);
    BloscHeader header = BloscHeader.read(bytes, size);
    if (header.copied()) {
      return Arrays.copyOfRange(bytes, BloscHeader.LENGTH, bytes.length);
    }
    return engine().decompress(BloscChunk.check(bytes, header));
  }

  @Override
  public void decode(byte[] encoded, int size, Pieces pieces) throws IOException {
    byte[] bytes = BloscHeader.withoutRest(encoded);
    BloscHeader header = BloscHeader.read(bytes, size);
    if (header.copied()) {
      pieces.take(0, bytes, BloscHeader.LENGTH, size);
      return;
    }
    if (header.blocksize() % options.typesize() != 0
        || (engine().prefersWhole(size) && header.isNeededWhole(pieces))) {
      pieces.take(0, engine().decompress(BloscChunk.check(bytes, header)), 0, size);
    } else {
      BloscDecoder decoder = decoder(size, pieces);
      decoder.take(bytes, 0, bytes.length);
      decoder.end();
    }
  }

  @Override
  public BloscDecoder decoder(int size, Pieces pieces) {
    return new BloscDecoder(size, options.typesize(), engine(), pieces);
  }

  @Override
  public boolean decodesInParts() {
    return true;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    if (raw.length > BloscHeader.MAX_NBYTES) {
      throw new IOException(
          "Blosc takes at most " + BloscHeader.MAX_NBYTES + " bytes, not " + raw.length);
    }
    return engine().compress(raw, options);
  }
}
