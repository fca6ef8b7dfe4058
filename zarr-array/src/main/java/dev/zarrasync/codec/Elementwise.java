package dev.zarrasync.codec;

import java.io.IOException;

/** A filter that changes each number by itself. */
interface Elementwise extends Filter {

  /** The type of the numbers that are encoded. */
  NumberType raw();

  /** The type of what they are encoded to. */
  NumberType encoded();

  /** Encodes a number. */
  void encode(int i, Numbers raw, Numbers encoded) throws IOException;

  /** Decodes a number. */
  void decode(int i, Numbers encoded, Numbers raw) throws IOException;

  @Override
  default byte[] encode(byte[] bytes) throws IOException {
    return each(raw().in(bytes), encoded(), this::encode);
  }

  @Override
  default byte[] decode(byte[] bytes) throws IOException {
    return each(encoded().in(bytes), raw(), this::decode);
  }

  private static byte[] each(Numbers from, NumberType type, Step step) throws IOException {
    Numbers to = type.allocate(from.count);
    for (int i = 0; i < from.count; i++) {
      step.apply(i, from, to);
    }
    return to.bytes();
  }

  @Override
  default Elements output(Elements input) {
    return raw().convert(input, encoded());
  }

  /** One direction. */
  @FunctionalInterface
  interface Step {
    void apply(int i, Numbers from, Numbers to) throws IOException;
  }
}
