package dev.zarrasync.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Codecs that encode one after the other: in Zarr v2 the filters and the compressor, in Zarr v3 the
 * list of codecs.
 *
 * @param inputs what each of them encodes
 * @param codecs in the order in which they encode
 */
record Chain(List<Elements> inputs, List<Codec> codecs) implements Codec {

  /**
   * Codecs of which each encodes what the one before it makes. Those that change nothing are left
   * out, but for one at the end: nobody else may look at the length of what is stored.
   */
  static Codec of(Elements raw, List<Codec> all) {
    List<Elements> inputs = new ArrayList<>();
    List<Codec> codecs = new ArrayList<>();
    Elements input = raw;
    for (int i = 0; i < all.size(); i++) {
      Codec codec = all.get(i);
      boolean isLast = i == all.size() - 1;
      if (!codec.isIdentity() || (isLast && !codecs.isEmpty())) {
        inputs.add(input);
        codecs.add(codec);
      }
      input = codec.output(input);
    }
    return switch (codecs.size()) {
      case 0 -> new UncompressedCodec();
      case 1 -> codecs.get(0);
      default -> new Chain(List.copyOf(inputs), List.copyOf(codecs));
    };
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws IOException {
    byte[] bytes = encoded;
    for (int i = codecs.size() - 1; i >= 0; i--) {
      int length = i == 0 ? size : inputs.get(i).bytes();
      Codec codec = codecs.get(i);
      bytes = length == Elements.UNKNOWN ? codec.decode(bytes) : codec.decode(bytes, length);
    }
    return bytes;
  }

  @Override
  public byte[] decode(byte[] encoded) throws IOException {
    return decode(encoded, Elements.UNKNOWN);
  }

  @Override
  public Elements output(Elements input) {
    Elements output = input;
    for (Codec codec : codecs) {
      output = codec.output(output);
    }
    return output;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    byte[] bytes = raw;
    for (Codec codec : codecs) {
      bytes = codec.encode(bytes);
    }
    return bytes;
  }
}
