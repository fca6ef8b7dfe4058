package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams written by hand; {@link BloscEngineTest} has those of c-blosc. */
class BloscLzTest {

  @Test
  void decodesLiterals() throws Exception {
    assertThat(decode(3, 0x22, 'a', 'b', 'c')).isEqualTo("abc");
  }

  @Test
  void decodesANearMatch() throws Exception {
    // Length 3, distance 2, then a literal.
    assertThat(decode(6, 0x21, 'a', 'b', 0x20, 1, 0, 'c')).isEqualTo("ababac");
  }

  @Test
  void decodesALongMatch() throws Exception {
    // Length 9 + 255 + 2, distance 1.
    assertThat(decode(268, 0x20, 'a', 0xe0, 255, 2, 0, 0, 'b')).isEqualTo("a".repeat(267) + "b");
  }

  @Test
  void decodesAFarMatch() throws Exception {
    // 'x', 8194 times 'a', a far match of length 5 at the distance 8192 + 3, which is 'x', then
    // 'z'.
    var stream = IntStream.builder().add(1).add('x').add('a').add(0xe0);
    int more = 8193 - 9;
    for (; more >= 255; more -= 255) {
      stream.add(255);
    }
    stream.add(more).add(0).add(0x7f).add(255).add(0).add(3).add(0).add('z');

    String decoded = decode(8201, stream.build().toArray());

    assertThat(decoded).isEqualTo("x" + "a".repeat(8194) + "xaaaa" + "z");
  }

  @ParameterizedTest
  @CsvSource({
    "The BloscLZ stream ends too early, ''",
    "The BloscLZ stream ends too early, '2 97'",
    "The BloscLZ stream ends too early, '0 97 32'",
    "The BloscLZ stream ends too early, '0 97 224 255'",
    "The BloscLZ stream ends too early, '0 97 63 255 0'",
    "The BloscLZ stream refers to bytes before its start, '0 97 32 1'",
    "The BloscLZ stream refers to bytes before its start, '0 97 63 255 0 0'",
    "The BloscLZ stream holds more than 5 bytes, '5 1 2 3 4 5 6'",
    "The BloscLZ stream holds more than 5 bytes, '0 97 128 0'",
  })
  void rejectsADamagedStream(String message, String stream) {
    int[] bytes =
        stream.isEmpty()
            ? new int[0]
            : Arrays.stream(stream.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThatThrownBy(() -> decode(5, bytes))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage(message);
  }

  private static String decode(int size, int... stream) throws CorruptChunkException {
    byte[] encoded = new byte[stream.length];
    for (int i = 0; i < stream.length; i++) {
      encoded[i] = (byte) stream[i];
    }
    byte[] raw = new byte[size];
    int count = BloscLz.decode(new Slice(encoded, 0, encoded.length), new Slice(raw, 0, size));
    return new String(raw, 0, count, StandardCharsets.ISO_8859_1);
  }
}
