package dev.zarrasync.benchmarks.jmh;

import dev.zarrasync.codec.BloscOptions;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import java.io.IOException;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes a tile of 512 x 512 elements of 2 bytes, with 6 bits of noise. */
@State(Scope.Benchmark)
public class DecodeBenchmark {

  private static final int BYTES = 512 * 512 * 2;

  /** Which codec, and whose. */
  @Param({"blosc-native", "blosc-java", "zlib"})
  public String codec = "";

  private Codec decoder = Codecs.none();
  private byte[] encoded = {};

  /**
   * Encodes the tile.
   *
   * @throws IOException if that fails
   */
  @Setup
  public void encode() throws IOException {
    byte[] raw = new byte[BYTES];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < BYTES; i += 2) {
      raw[i] = (byte) random.nextInt(64);
      raw[i + 1] = (byte) (i >> 12);
    }
    if (codec.equals("zlib")) {
      decoder = Codecs.zlib(1);
    } else {
      System.setProperty("dev.zarrasync.blosc", codec.substring("blosc-".length()));
      decoder = Codecs.blosc(new BloscOptions("lz4", 5, BloscOptions.BYTE_SHUFFLE, 0, 2));
      System.clearProperty("dev.zarrasync.blosc");
    }
    encoded = decoder.encode(raw);
  }

  /**
   * Decodes it.
   *
   * @return the tile
   * @throws IOException if that fails
   */
  @Benchmark
  public byte[] decode() throws IOException {
    return decoder.decode(encoded, BYTES);
  }
}
