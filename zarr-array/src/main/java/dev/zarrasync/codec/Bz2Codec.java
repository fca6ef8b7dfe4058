package dev.zarrasync.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** The codec of the compressor {@code bz2}: bzip2 streams, by Apache Commons Compress. */
record Bz2Codec(int level) implements StreamCodec {

  static Codec of(Options options) {
    int level = options.integer("level", 1);
    if (level < 1 || level > 9) {
      throw options.invalid("level", "from 1 to 9");
    }
    return new Bz2Codec(level);
  }

  @Override
  public String name() {
    return "bz2";
  }

  @Override
  public InputStream decoding(byte[] encoded, int size) throws IOException {
    return new BZip2CompressorInputStream(StreamCodec.of(encoded), true);
  }

  @Override
  public OutputStream encoding(OutputStream encoded, int size) throws IOException {
    return new BZip2CompressorOutputStream(encoded, level);
  }
}
