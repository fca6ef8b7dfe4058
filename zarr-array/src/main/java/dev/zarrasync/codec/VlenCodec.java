package dev.zarrasync.codec;

import dev.zarrasync.codec.DataType.Kind;

/**
 * The codecs {@code vlen-utf8}, {@code vlen-bytes} and {@code vlen-array}: as raw chunks are in
 * their format already, there is nothing to do but to look whether they are whole.
 *
 * @param count how many items there are, or {@link Elements#UNKNOWN}
 * @param size the bytes of an element of an item
 */
record VlenCodec(int count, int size) implements Filter {

  static Codec of(Options options) {
    Kind kind = options.input().type().kind();
    if (kind != Kind.STRING && kind != Kind.BYTES) {
      throw new IllegalArgumentException(
          "The codec %s takes strings or bytes of any length".formatted(options.name()));
    }
    return new VlenCodec(options.input().count(), 1);
  }

  static Codec ofArrays(Options options) {
    int size = options.has("dtype") ? options.numbers("dtype").size() : 1;
    return new VlenCodec(options.input().count(), size);
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    VlenItems items = VlenItems.of(encoded);
    if (count != Elements.UNKNOWN && items.count() != count) {
      throw new CorruptChunkException(
          "The chunk has %d strings or arrays instead of %d".formatted(items.count(), count));
    }
    for (int i = 0; size > 1 && i < items.count(); i++) {
      if (items.item(i).length % size != 0) {
        throw new CorruptChunkException(
            "Array %d has %d bytes, no whole elements of %d bytes"
                .formatted(i, items.item(i).length, size));
      }
    }
    return encoded;
  }

  @Override
  public byte[] encode(byte[] raw) throws CorruptChunkException {
    return decode(raw);
  }
}
