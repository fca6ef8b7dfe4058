package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A codec that users add, in one class. */
class CodecFactoryTest {

  /** Stores a chunk from its end, with a byte that metadata gives. */
  public static final class Mirrored implements CodecFactory {

    @Override
    public String id() {
      return "mirrored";
    }

    @Override
    public Codec codec(Map<String, ?> configuration, Elements input) {
      if (!(configuration.get("mask") instanceof Integer mask)) {
        throw new IllegalArgumentException("mask must be a number");
      }
      return new Codec() {
        @Override
        public byte[] decode(byte[] encoded, int size) {
          byte[] raw = new byte[size];
          for (int i = 0; i < size; i++) {
            raw[i] = (byte) (encoded[size - 1 - i] ^ mask);
          }
          return raw;
        }

        @Override
        public byte[] encode(byte[] raw) {
          return decode(raw, raw.length);
        }
      };
    }
  }

  @Test
  void hasItsNameInBothVersions() throws Exception {
    Map<String, ?> options = Map.of("id", "mirrored", "mask", 1);
    Elements input = Elements.ofBytes(3);

    for (Codec codec :
        new Codec[] {
          Codecs.of(options, 1),
          Codecs.of("mirrored", options, input),
          Codecs.ofV3("mirrored", options, input),
          Codecs.ofV3("numcodecs.mirrored", options, input)
        }) {
      assertThat(codec.encode(new byte[] {0, 1, 2})).containsExactly(3, 0, 1);
    }
    assertThatThrownBy(() -> Codecs.ofV3("mirrored", Map.of(), input))
        .hasMessage("mask must be a number");
  }
}
