package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkBytesTest {

  private static final JavaElements I4 = elements(ElementType.I4, ByteOrder.BIG_ENDIAN);

  private static final List<Class<?>> ARRAY_TYPES =
      List.of(
          double.class, float.class, long.class, int.class, short.class, byte.class, char.class);

  private static final double[] VALUES = {
    0,
    1,
    -1,
    -1.5,
    127,
    128,
    200,
    255,
    300,
    -300,
    40_000,
    70_000,
    -3e9,
    5e9,
    1e19,
    -1e300,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.MIN_VALUE,
    16_777_217
  };

  @ParameterizedTest
  @EnumSource
  void copiesAsAJavaCastDoes(ElementType type) {
    Object elements = elements(type);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      ChunkBytes chunk = new ChunkBytes(bytes(elements, type, order), type, order);
      for (Class<?> arrayType : ARRAY_TYPES) {
        Object array = Array.newInstance(arrayType, VALUES.length + 2);

        chunk.copyTo(3, array, 5, VALUES.length - 4);

        for (int i = 0; i < VALUES.length + 2; i++) {
          boolean copied = i >= 5 && i < VALUES.length + 1;
          Object expected = copied ? Array.get(elements, i - 2) : (Object) (byte) 0;
          assertThat(Array.get(array, i))
              .as("%s to %s at %d", type, arrayType, i)
              .isEqualTo(cast(expected, arrayType));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesBackAsAJavaCastDoes(ElementType type) {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      for (Class<?> arrayType : ARRAY_TYPES) {
        Object array = Array.newInstance(arrayType, VALUES.length);
        Object expected = Array.newInstance(type.javaType(), VALUES.length);
        for (int i = 0; i < VALUES.length; i++) {
          Array.set(array, i, cast(VALUES[i], arrayType));
        }
        for (int i = 1; i < VALUES.length - 2; i++) {
          Array.set(expected, i, cast(Array.get(array, i + 1), type.javaType()));
        }
        byte[] raw = new byte[VALUES.length * type.size()];

        new ChunkBytes(raw, type, order).copyFrom(1, array, 2, VALUES.length - 3);

        assertThat(raw).as("%s to %s", arrayType, type).isEqualTo(bytes(expected, type, order));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesFromAnywhereInAnArray(ElementType type) {
    Object elements = elements(type);
    byte[] raw = bytes(elements, type, ByteOrder.LITTLE_ENDIAN);
    for (int start = 0; start < 9; start++) {
      ByteBuffer part = ByteBuffer.wrap(new byte[raw.length + 20], start, raw.length);
      part.duplicate().put(raw);
      Object copied = Array.newInstance(type.javaType(), VALUES.length);

      new ChunkBytes(part, type, ByteOrder.LITTLE_ENDIAN).copyTo(0, copied, 0, VALUES.length);

      assertThat(copied).isEqualTo(elements);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fillsAsJZarrDoes(ElementType type) {
    for (double value : VALUES) {
      for (Number fillValue : List.<Number>of(value, (long) value, (int) value)) {
        for (Class<?> arrayType : ARRAY_TYPES) {
          for (int count : new int[] {0, 1, 2, 3, 17}) {
            Object array = Array.newInstance(arrayType, 20);

            Object narrowed = cast(fillValue, type.javaType());
            Object element = Array.newInstance(type.javaType(), 1);
            Array.set(element, 0, narrowed);
            byte[] bytes = new byte[type.size()];
            new ChunkBytes(bytes, type, ByteOrder.LITTLE_ENDIAN).copyFrom(0, element, 0, 1);

            elements(type, ByteOrder.LITTLE_ENDIAN).fill(array, 2, count, bytes);

            for (int i = 0; i < 20; i++) {
              Object expected = i >= 2 && i < 2 + count ? narrowed : (Object) (byte) 0;
              assertThat(Array.get(array, i)).isEqualTo(cast(expected, arrayType));
            }
          }
        }
      }
    }
  }

  private static JavaElements elements(ElementType type, ByteOrder order) {
    return new JavaElements.Numbers(type, order, 1);
  }

  @Test
  void unsignedElementsAreReadAsSigned() {
    byte[] raw = {(byte) 200, (byte) 0xff, (byte) 0xfe, 1};
    int[] array = new int[4];

    new ChunkBytes(raw, ElementType.U1, ByteOrder.BIG_ENDIAN).copyTo(0, array, 0, 4);
    assertThat(array).containsExactly(-56, -1, -2, 1);

    new ChunkBytes(raw, ElementType.U2, ByteOrder.BIG_ENDIAN).copyTo(0, array, 0, 2);
    assertThat(array).containsExactly(-14081, -511, -2, 1);
  }

  @Test
  void rejectsOtherArrays() {
    var chunk = new ChunkBytes(new byte[8], ElementType.I4, ByteOrder.BIG_ENDIAN);
    for (Object array : new Object[] {new boolean[2], new Object[2], "text"}) {
      assertThatThrownBy(() -> chunk.copyTo(0, array, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(array.getClass().getSimpleName());
      assertThatThrownBy(() -> chunk.copyFrom(0, array, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> I4.fill(array, 0, 1, new byte[4]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void rejectsWhatIsOutOfBounds() {
    var chunk = new ChunkBytes(new byte[8], ElementType.I4, ByteOrder.BIG_ENDIAN);
    for (Object array : new Object[] {new int[3], new double[3]}) {
      for (int[] bounds : new int[][] {{-1, 0, 1}, {1, 0, 2}, {0, 2, 2}, {0, 0, -1}, {0, -1, 1}}) {
        assertThatThrownBy(() -> chunk.copyTo(bounds[0], array, bounds[1], bounds[2]))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> chunk.copyFrom(bounds[0], array, bounds[1], bounds[2]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> I4.fill(array, 2, 2, new byte[4]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void rejectsAPartOfAnElement() {
    assertThatThrownBy(() -> new ChunkBytes(new byte[7], ElementType.I4, ByteOrder.BIG_ENDIAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A raw chunk of 7 bytes does not hold whole elements of type I4");
  }

  private static Object elements(ElementType type) {
    Object elements = Array.newInstance(type.javaType(), VALUES.length);
    for (int i = 0; i < VALUES.length; i++) {
      Array.set(elements, i, cast(VALUES[i], type.javaType()));
    }
    return elements;
  }

  private static byte[] bytes(Object elements, ElementType type, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(VALUES.length * type.size()).order(order);
    for (int i = 0; i < VALUES.length; i++) {
      Object value = Array.get(elements, i);
      switch (type) {
        case F8 -> bytes.putDouble((Double) value);
        case F4 -> bytes.putFloat((Float) value);
        case I8 -> bytes.putLong((Long) value);
        case I4, U4 -> bytes.putInt((Integer) value);
        case I2, U2 -> bytes.putShort((Short) value);
        case I1, U1 -> bytes.put((Byte) value);
      }
    }
    return bytes.array();
  }

  /** A Java cast, spelled out from the boxed types. */
  private static Object cast(Object value, Class<?> type) {
    if (value instanceof Character character) {
      return cast((int) character, type);
    }
    Number number = (Number) value;
    return switch (type.getName()) {
      case "double" -> number.doubleValue();
      case "float" -> number.floatValue();
      case "long" -> number.longValue();
      case "int" -> number.intValue();
      case "short" -> number.shortValue();
      case "byte" -> number.byteValue();
      case "char" ->
          value instanceof Double || value instanceof Float
              ? (Object) (char) number.doubleValue()
              : (Object) (char) number.longValue();
      default -> throw new AssertionError(type);
    };
  }
}
