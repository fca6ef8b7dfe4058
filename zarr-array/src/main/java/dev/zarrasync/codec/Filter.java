package dev.zarrasync.codec;

import java.io.IOException;

/** A codec of which the encoded bytes tell how long the raw ones are. */
interface Filter extends Codec {

  @Override
  byte[] decode(byte[] encoded) throws IOException;

  @Override
  default byte[] decode(byte[] encoded, int size) throws IOException {
    byte[] raw = decode(encoded);
    if (raw.length != size) {
      throw new CorruptChunkException(
          "What is decoded has " + raw.length + " bytes instead of " + size);
    }
    return raw;
  }
}
