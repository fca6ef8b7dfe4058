package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JavaElementsTest {

  private static DataType little(Kind kind, int size) {
    return new DataType(kind, size, ByteOrder.LITTLE_ENDIAN);
  }

  private static DataType big(Kind kind, int size) {
    return new DataType(kind, size, ByteOrder.BIG_ENDIAN);
  }

  /** A type, three elements as bytes, and the same in a Java array. */
  static Stream<Arguments> elements() {
    return Stream.of(
        Arguments.of(little(Kind.BOOLEAN, 1), "010001", new boolean[] {true, false, true}),
        Arguments.of(little(Kind.SIGNED, 1), "01ff7f", new byte[] {1, -1, 127}),
        Arguments.of(big(Kind.SIGNED, 2), "0001fffe7fff", new short[] {1, -2, 32_767}),
        Arguments.of(little(Kind.UNSIGNED, 4), "01000000ffffffff02000000", new int[] {1, -1, 2}),
        Arguments.of(
            little(Kind.UNSIGNED, 8),
            "0100000000000000" + "ffffffffffffffff" + "0000000000000080",
            new long[] {1, -1, Long.MIN_VALUE}),
        Arguments.of(little(Kind.FLOATING, 2), "003c00c0007c", new float[] {1, -2, 1 / 0f}),
        Arguments.of(big(Kind.FLOATING, 2), "3c00c0007c00", new float[] {1, -2, 1 / 0f}),
        Arguments.of(little(Kind.FLOATING, 4), "0000803f000000c000000000", new float[] {1, -2, 0}),
        Arguments.of(
            big(Kind.FLOATING, 8),
            "3ff0000000000000" + "c000000000000000" + "0000000000000000",
            new double[] {1, -2, 0}),
        Arguments.of(
            little(Kind.COMPLEX, 8),
            "0000803f000000c0" + "0000000000000000" + "0000803f0000803f",
            new float[] {1, -2, 0, 0, 1, 1}),
        Arguments.of(
            big(Kind.COMPLEX, 16),
            "3ff0000000000000c000000000000000".repeat(3),
            new double[] {1, -2, 1, -2, 1, -2}),
        Arguments.of(
            little(Kind.TIME, 8),
            "0100000000000000" + "0000000000000080" + "ffffffffffffffff",
            new long[] {1, Long.MIN_VALUE, -1}),
        Arguments.of(little(Kind.RAW, 2), "010203040506", new byte[] {1, 2, 3, 4, 5, 6}),
        Arguments.of(
            little(Kind.TERMINATED_BYTES, 3),
            "610000" + "616263" + "e90061",
            new String[] {"a", "abc", "\u00e9\u0000a"}),
        Arguments.of(
            little(Kind.FIXED_STRING, 8),
            "6100000000000000" + "00f6010062000000" + "0000000000000000",
            new String[] {"a", "\ud83d\ude00b", ""}),
        Arguments.of(
            big(Kind.FIXED_STRING, 8),
            "0000006100000062" + "0001f60000000000" + "0000000000000000",
            new String[] {"ab", "\ud83d\ude00", ""}),
        Arguments.of(
            little(Kind.STRING, 0),
            "03000000" + "02000000c3a9" + "00000000" + "0100000061",
            new String[] {"\u00e9", "", "a"}),
        Arguments.of(
            little(Kind.BYTES, 0),
            "03000000" + "0200000001ff" + "00000000" + "0100000061",
            new byte[][] {{1, -1}, {}, {97}}));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void areTheSameInBytesAndInAJavaArray(DataType type, String hex, Object array) {
    JavaElements elements = JavaElements.of(type);
    byte[] raw = HexFormat.of().parseHex(hex);
    Object copied = elements.newArray(3);

    elements.chunk(ByteBuffer.wrap(raw)).copyTo(0, copied, 0, 3);

    assertThat(copied).isEqualTo(array);
    assertThat(elements.count(array)).isEqualTo(3);
    JavaElements.Chunk written =
        type.isFixed()
            ? elements.chunk(ByteBuffer.wrap(new byte[raw.length]))
            : elements.filled(new byte[0], 3);
    written.copyFrom(0, array, 0, 3);
    assertThat(written.raw()).isEqualTo(raw);
  }

  @ParameterizedTest
  @MethodSource("elements")
  void aPartOfAnArrayIsFilledWithOneElement(DataType type, String hex, Object array) {
    JavaElements elements = JavaElements.of(type);
    byte[] raw = HexFormat.of().parseHex(hex);
    byte[] first =
        type.isFixed()
            ? HexFormat.of().parseHex(hex.substring(0, 2 * type.size()))
            : HexFormat.of().parseHex(hex.substring(16, 20));
    Object filled = elements.newArray(6);
    Object expected = elements.newArray(6);
    JavaElements.Chunk chunk = elements.chunk(ByteBuffer.wrap(raw));
    for (int i = 1; i < 5; i++) {
      chunk.copyTo(0, expected, i, 1);
    }

    elements.fill(filled, 1, 4, first);

    assertThat(filled).isEqualTo(expected);
  }

  @Test
  void whatHoldsNoSuchElementsIsRefused() {
    for (DataType type :
        List.of(
            little(Kind.BOOLEAN, 1),
            little(Kind.FLOATING, 2),
            little(Kind.FIXED_STRING, 8),
            little(Kind.STRING, 0),
            little(Kind.BYTES, 0),
            little(Kind.SIGNED, 4))) {
      assertThatThrownBy(() -> JavaElements.of(type).count(new Object[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Object[]");
    }
  }

  @Test
  void aStringThatIsTooLongIsRefused() {
    JavaElements elements = JavaElements.of(little(Kind.TERMINATED_BYTES, 2));
    JavaElements.Chunk chunk = elements.chunk(ByteBuffer.allocate(2));

    assertThatThrownBy(() -> chunk.copyFrom(0, new String[] {"abc"}, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The string \"abc\" has more than the 2 characters of an element");
  }
}
