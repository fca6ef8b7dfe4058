package dev.zarrasync.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Keeps an encoded chunk until all of it has come. */
final class WholeChunkDecoder implements Codec.Decoder {

  private final Codec codec;
  private final int size;
  private final Codec.Pieces pieces;
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

  WholeChunkDecoder(Codec codec, int size, Codec.Pieces pieces) {
    this.codec = codec;
    this.size = size;
    this.pieces = pieces;
  }

  @Override
  public void take(byte[] bytes, int start, int length) {
    encoded.write(bytes, start, length);
  }

  @Override
  public void end() throws IOException {
    codec.decode(encoded.toByteArray(), size, pieces);
  }

  @Override
  public void close() {}
}
