package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ArrayTest {

  private static final int[] SHAPE = {2, 3};

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OBJECT")
  void hasATypeAndAShape(DataType type) {
    Array array = Array.factory(type, SHAPE);

    assertThat(array.getElementType()).isEqualTo(type.getPrimitiveClassType());
    assertThat(array.isUnsigned()).isEqualTo(type.isUnsigned());
    assertThat(array.getShape()).containsExactly(2, 3);
    assertThat(array.getRank()).isEqualTo(2);
    assertThat(array.getSize()).isEqualTo(6);
    assertThat(java.lang.reflect.Array.getLength(array.getStorage())).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTE", "UBYTE", "SHORT", "USHORT", "INT", "UINT", "LONG", "ULONG"})
  void keepsTheTypeOfIntegers(DataType type) {
    assertThat(Array.factory(type, SHAPE).getDataType()).isSameAs(type);
  }

  @Test
  void hasTheIntegerTypeOfAnEnumeration() {
    assertThat(Array.factory(DataType.ENUM1, SHAPE).getDataType()).isSameAs(DataType.BYTE);
    assertThat(Array.factory(DataType.ENUM2, SHAPE).getDataType()).isSameAs(DataType.SHORT);
    assertThat(Array.factory(DataType.ENUM4, SHAPE).getDataType()).isSameAs(DataType.INT);
  }

  @Test
  void sharesTheStorageItWraps() {
    int[] storage = new int[6];

    Array array = Array.factory(DataType.INT, SHAPE, storage);
    array.setInt(4, 42);

    assertThat(array.getStorage()).isSameAs(storage);
    assertThat(storage[4]).isEqualTo(42);
  }

  @Test
  void makesAStorageIfThereIsNone() {
    assertThat(Array.factory(DataType.INT, SHAPE, (Object) null).getStorage())
        .isEqualTo(new int[6]);
  }

  @Test
  void takesItsElementsFromABuffer() {
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, -8, 9};
    ByteBuffer buffer = ByteBuffer.wrap(bytes).position(1);
    int[] two = {2};

    assertThat(Array.factory(DataType.SHORT, two, buffer).getStorage())
        .isEqualTo(new short[] {0x203, 0x405});
    assertThat(Array.factory(DataType.BYTE, two, buffer).getStorage()).isEqualTo(new byte[] {2, 3});
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Array.factory(DataType.UINT, two, buffer).getStorage())
        .isEqualTo(new int[] {0x05040302, 0x09F80706});
    assertThat(Array.factory(DataType.LONG, new int[0], buffer).getLong(0))
        .isEqualTo(0x09F8070605040302L);
    assertThat(Array.factory(DataType.CHAR, new int[] {7}, buffer).getChar(6)).isEqualTo('\u00f8');
    assertThat(buffer.position()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void takesFloatingPointNumbersFromABuffer(DataType type) {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    if (type == DataType.FLOAT) {
      buffer.putFloat(0, 1.5f).putFloat(4, -2);
    } else {
      buffer.putDouble(0, 1.5).putDouble(8, -2);
    }
    assertThat(Array.factory(type, new int[] {2}, buffer)).hasToString("1.5 -2.0 ");
  }

  @Test
  void refusesABufferThatIsTooShortOrOfNoNumbers() {
    ByteBuffer buffer = ByteBuffer.allocate(7);
    assertThatExceptionOfType(BufferUnderflowException.class)
        .isThrownBy(() -> Array.factory(DataType.INT, new int[] {2}, buffer));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Array.factory(DataType.STRING, new int[] {2}, buffer));
  }

  @Test
  void givesAJavaArrayOfAClass() throws Exception {
    int[] storage = {1, -2, 3};
    Array array = Array.factory(DataType.UINT, new int[] {3}, storage);

    assertThat(array.get1DJavaArray(int.class)).isSameAs(storage);
    assertThat(array.get1DJavaArray(short.class)).isEqualTo(new short[] {1, -2, 3});
    assertThat(array.section(new int[] {1}, new int[] {2}).get1DJavaArray(int.class))
        .isEqualTo(new int[] {-2, 3});
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.get1DJavaArray(boolean.class));
    String[] texts = {"a"};
    assertThat(Array.factory(DataType.STRING, new int[] {1}, texts).get1DJavaArray(String.class))
        .isSameAs(texts);
  }

  @Test
  void refusesAStorageOfAnotherType() {
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> Array.factory(DataType.INT, SHAPE, new long[6]));
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> Array.factory(DataType.INT, SHAPE, new Integer[6]));
  }

  @Test
  void isNotMadeOfAnyObjects() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> Array.factory(DataType.OBJECT, SHAPE, new Object[6]));
  }

  @Test
  void doesNotCheckTheLengthOfItsStorage() {
    IndexIterator shorter = Array.factory(DataType.INT, SHAPE, new int[1]).getIndexIterator();
    Array longer = Array.factory(DataType.INT, SHAPE, new int[] {1, 2, 3, 4, 5, 6, 7, 8});

    shorter.getIntNext();

    assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class).isThrownBy(shorter::getIntNext);
    assertThat(longer).hasToString("1 2 3 4 5 6 ");
  }

  @Test
  void doesNotFollowChangesOfTheShapesItTakesAndGives() {
    int[] shape = {2, 3};
    Array array = Array.factory(DataType.INT, shape);

    shape[0] = 9;
    array.getShape()[1] = 9;

    assertThat(array.getShape()).containsExactly(2, 3);
  }

  @Test
  void hasOneElementOfRankZero() {
    Array array = Array.factory(DataType.INT, new int[0], new int[] {7});

    assertThat(array.getSize()).isEqualTo(1);
    assertThat(array).hasToString("7 ");
  }

  @Test
  void mayBeEmpty() {
    Array array = Array.factory(DataType.FLOAT, new int[] {Integer.MAX_VALUE, 2, 0});

    assertThat(array.getSize()).isZero();
    assertThat(array.getStorage()).isEqualTo(new float[0]);
    assertThat(array.getIndexIterator().hasNext()).isFalse();
    assertThat(array.get1DJavaArray(DataType.INT)).isEqualTo(new int[0]);
  }

  @Test
  void refusesAShapeThatNoJavaArrayHolds() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Array.factory(DataType.BYTE, new int[] {1 << 16, 1 << 15}));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Array.factory(DataType.BYTE, new int[] {-1}));
  }

  @Test
  void convertsLikeCasts() {
    double[] values = {-1.9, 300.7, 1e10, Double.NaN};
    Array array = Array.factory(DataType.DOUBLE, new int[] {4}, values);

    assertThat(array.get1DJavaArray(DataType.FLOAT))
        .isEqualTo(new float[] {-1.9f, 300.7f, 1e10f, Float.NaN});
    assertThat(array.get1DJavaArray(DataType.LONG))
        .isEqualTo(new long[] {-1, 300, 10000000000L, 0});
    assertThat(array.get1DJavaArray(DataType.INT))
        .isEqualTo(new int[] {-1, 300, Integer.MAX_VALUE, 0});
    assertThat(array.get1DJavaArray(DataType.SHORT)).isEqualTo(new short[] {-1, 300, -1, 0});
    assertThat(array.get1DJavaArray(DataType.BYTE)).isEqualTo(new byte[] {-1, 44, -1, 0});
    assertThat(array.get1DJavaArray(DataType.CHAR)).isEqualTo(new char[] {0xFFFF, 300, 0xFFFF, 0});
  }

  @Test
  void convertsLongsWithoutADetour() {
    long value = (1L << 62) + (1L << 38) + 1;
    Array array = Array.factory(DataType.LONG, new int[] {1}, new long[] {value});

    assertThat(array.getFloat(0)).isEqualTo((float) value);
    assertThat(array.getDouble(0)).isEqualTo((double) value);
    assertThat(array.getInt(0)).isEqualTo((int) value);
    assertThat(array.get1DJavaArray(DataType.FLOAT)).isEqualTo(new float[] {(float) value});
    assertThat(array.get1DJavaArray(DataType.BYTE)).isEqualTo(new byte[] {1});
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE", "CHAR"})
  void holdsEveryPrimitiveNumber(DataType type) {
    Array array = Array.factory(type, new int[] {1});

    array.setDouble(0, 7.5);
    assertThat(array.getDouble(0)).isEqualTo(type.isFloatingPoint() ? 7.5 : 7);
    array.setFloat(0, 8.5f);
    assertThat(array.getFloat(0)).isEqualTo(type.isFloatingPoint() ? 8.5f : 8);
    array.setLong(0, 9);
    assertThat(array.getLong(0)).isEqualTo(9);
    array.setInt(0, 10);
    assertThat(array.getInt(0)).isEqualTo(10);
    array.setShort(0, (short) 11);
    assertThat(array.getShort(0)).isEqualTo((short) 11);
    array.setByte(0, (byte) 12);
    assertThat(array.getByte(0)).isEqualTo((byte) 12);
    array.setChar(0, 'a');
    assertThat(array.getChar(0)).isEqualTo('a');
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.getBoolean(0));
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.setBoolean(0, true));
  }

  @Test
  void readsUnsignedIntegersInALargerType() {
    Array bytes = Array.factory(DataType.UBYTE, new int[] {1}, new byte[] {-1});
    Array shorts = Array.factory(DataType.USHORT, new int[] {1}, new short[] {-1});
    Array ints = Array.factory(DataType.UINT, new int[] {1}, new int[] {-1});
    Array longs = Array.factory(DataType.ULONG, new int[] {1}, new long[] {-1});

    assertThat(bytes.getByte(0)).isEqualTo((byte) -1);
    assertThat(bytes.getShort(0)).isEqualTo((short) 255);
    assertThat(bytes.getDouble(0)).isEqualTo(255);
    assertThat(bytes.getObject(0)).isEqualTo((byte) -1);
    assertThat(shorts.getShort(0)).isEqualTo((short) -1);
    assertThat(shorts.getInt(0)).isEqualTo(65535);
    assertThat(ints.getInt(0)).isEqualTo(-1);
    assertThat(ints.getLong(0)).isEqualTo(4294967295L);
    assertThat(ints.getFloat(0)).isEqualTo(0x1p32f);
    assertThat(ints.getDouble(0)).isEqualTo(4294967295.0);
    assertThat(longs.getLong(0)).isEqualTo(-1);
    assertThat(ints).hasToString("4294967295 ");
    assertThat(longs).hasToString("18446744073709551615 ");
  }

  @Test
  void copiesUnsignedIntegersAsSignedOnes() {
    Array bytes = Array.factory(DataType.UBYTE, new int[] {1}, new byte[] {-1});

    assertThat(bytes.get1DJavaArray(DataType.INT)).isEqualTo(new int[] {-1});
  }

  @Test
  void doesNotConvertBooleans() {
    Array array = Array.factory(DataType.BOOLEAN, new int[] {1}, new boolean[] {true});

    assertThat(array.getBoolean(0)).isTrue();
    assertThat(array.getObject(0)).isEqualTo(true);
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.getDouble(0));
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.setLong(0, 1));
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.get1DJavaArray(DataType.BYTE));
  }

  @Test
  void doesNotConvertObjects() {
    Array array = Array.factory(DataType.STRING, new int[] {2}, new String[] {"a", "b"});

    assertThat(array.getObject(1)).isEqualTo("b");
    assertThat(array).hasToString("a b ");
    assertThatExceptionOfType(ForbiddenConversionException.class).isThrownBy(() -> array.getInt(0));
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.setDouble(0, 1));
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> array.get1DJavaArray(DataType.INT));
  }

  @Test
  void takesAnyNumberAsAnObject() {
    Array bytes = Array.factory(DataType.BYTE, new int[] {1});
    Array doubles = Array.factory(DataType.DOUBLE, new int[] {1});

    bytes.setObject(0, 258.5);
    doubles.setObject(0, 3);

    assertThat(bytes.getObject(0)).isEqualTo((byte) 2);
    assertThat(doubles.getObject(0)).isEqualTo(3.0);
    assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> bytes.setObject(0, 'a'));
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> bytes.setObject(0, null));
  }

  @Test
  void givesItsStorageAsAJavaArrayOfItsType() {
    int[] storage = {1, 2, 3, 4, 5, 6};
    Array array = Array.factory(DataType.INT, SHAPE, storage);

    assertThat(array.get1DJavaArray(DataType.INT)).isSameAs(storage);
    assertThat(array.get1DJavaArray(DataType.UINT)).isEqualTo(storage).isNotSameAs(storage);
    assertThat(array.copyTo1DJavaArray()).isEqualTo(storage).isNotSameAs(storage);
    assertThat(array.copy().getStorage()).isEqualTo(storage).isNotSameAs(storage);
  }

  @Test
  void givesThePartOfASectionAsAJavaArray() throws InvalidRangeException {
    int[] storage = {1, 2, 3, 4, 5, 6};
    Array section =
        Array.factory(DataType.INT, SHAPE, storage).section(new int[] {0, 1}, new int[] {2, 2});

    assertThat(section.getStorage()).isSameAs(storage);
    assertThat(section.getShape()).containsExactly(2, 2);
    assertThat(section.get1DJavaArray(DataType.INT)).isEqualTo(new int[] {2, 3, 5, 6});
    assertThat(section.get1DJavaArray(DataType.BYTE)).isEqualTo(new byte[] {2, 3, 5, 6});
    assertThat(section.copyToNDJavaArray()).isEqualTo(new int[][] {{2, 3}, {5, 6}});
    assertThat(section).hasToString("2 3 5 6 ");
  }

  @Test
  void givesItsStorageForASectionThatIsTheWhole() throws InvalidRangeException {
    Array array = Array.factory(DataType.INT, SHAPE);

    Array whole = array.section(Arrays.asList(null, new Range(0, 2)));

    assertThat(whole.get1DJavaArray(DataType.INT)).isSameAs(array.getStorage());
  }

  @Test
  void makesSectionsOfSections() throws InvalidRangeException {
    int[] storage = new int[4 * 6];
    Arrays.setAll(storage, i -> i);
    Array outer =
        Array.factory(DataType.INT, new int[] {4, 6}, storage)
            .section(List.of(new Range(1, 3, 2), new Range(1, 5, 2)));

    Array inner = outer.section(List.of(new Range(1, 1), new Range(0, 2, 2)));

    assertThat(outer).hasToString("7 9 11 19 21 23 ");
    assertThat(inner).hasToString("19 23 ");
    assertThat(inner.getShape()).containsExactly(2);
  }

  @Test
  void copiesToAJavaArrayOfArrays() {
    Array numbers = Array.factory(DataType.SHORT, SHAPE, new short[] {1, 2, 3, 4, 5, 6});
    Array strings = Array.factory(DataType.STRING, new int[] {1, 2}, new Object[] {"a", "b"});

    assertThat(numbers.copyToNDJavaArray()).isEqualTo(new short[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(strings.copyToNDJavaArray()).isEqualTo(new String[][] {{"a", "b"}});
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Array.factory(DataType.INT, new int[0]).copyToNDJavaArray());
  }

  @Test
  void holdsByteBuffersAsOpaqueObjects() {
    ByteBuffer bytes = ByteBuffer.allocate(1);
    Array array = Array.factory(DataType.OPAQUE, new int[] {1});

    array.setObject(0, bytes);

    assertThat(array.getObject(0)).isSameAs(bytes);
  }
}
