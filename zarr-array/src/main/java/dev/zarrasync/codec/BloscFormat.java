package dev.zarrasync.codec;

import java.util.Arrays;
import java.util.Optional;

/** The formats of the streams in a Blosc chunk. */
enum BloscFormat {
  BLOSCLZ(0),
  LZ4(1),
  SNAPPY(2),
  ZLIB(3),
  ZSTD(4);

  private static final int SHIFT = 5;

  private final int code;

  BloscFormat(int code) {
    this.code = code;
  }

  /** The format in the flags of a header, if they name one. */
  static Optional<BloscFormat> of(int flags) {
    return Arrays.stream(values()).filter(format -> format.code == flags >> SHIFT).findFirst();
  }

  /** The format as flags of a header. */
  int flags() {
    return code << SHIFT;
  }
}
