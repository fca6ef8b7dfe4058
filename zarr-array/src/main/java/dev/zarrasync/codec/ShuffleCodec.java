package dev.zarrasync.codec;

import java.io.IOException;

/**
 * The filter {@code shuffle} of numcodecs: the first bytes of all elements, then the second ones
 * and so on.
 *
 * @param size the bytes of an element; nothing is shuffled up to 1
 */
record ShuffleCodec(int size) implements Filter {

  static Codec of(Options options) {
    // zarr-python 3 takes the size of the elements in Zarr v3, numcodecs 4.
    return new ShuffleCodec(
        options.integer("elementsize", options.v3() ? options.input().type().size() : 4));
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    if (size <= 1) {
      return encoded;
    }
    if (encoded.length % size != 0) {
      throw new CorruptChunkException(
          "%d shuffled bytes are not whole elements of %d bytes".formatted(encoded.length, size));
    }
    byte[] raw = new byte[encoded.length];
    new BloscFilter.ByteShuffle(size).revert(encoded, new Slice(raw, 0, raw.length));
    return raw;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    if (size <= 1) {
      return raw;
    }
    if (raw.length % size != 0) {
      throw new IOException(
          "The codec shuffle takes whole elements of %d bytes, not %d bytes"
              .formatted(size, raw.length));
    }
    byte[] encoded = new byte[raw.length];
    new BloscFilter.ByteShuffle(size).apply(new Slice(raw, 0, raw.length), encoded);
    return encoded;
  }

  @Override
  public Elements output(Elements input) {
    return Elements.ofBytes(input.bytes());
  }
}
