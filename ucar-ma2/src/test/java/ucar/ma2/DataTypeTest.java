package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ucar.ma2.DataType.Signedness;

class DataTypeTest {

  @ParameterizedTest
  @EnumSource
  void isFoundByItsNameInAnyCase(DataType type) {
    assertThat(DataType.getType(type.name())).isSameAs(type);
    assertThat(DataType.getType(type.toString())).isSameAs(type);
  }

  @Test
  void isNullForAnUnknownName() {
    assertThat(DataType.getType("complex")).isNull();
    assertThat(DataType.getType((String) null)).isNull();
  }

  @Test
  void isFoundByAPrimitiveClassAndItsWrapper() {
    assertThat(DataType.getType(boolean.class, false)).isSameAs(DataType.BOOLEAN);
    assertThat(DataType.getType(Boolean.class, false)).isSameAs(DataType.BOOLEAN);
    assertThat(DataType.getType(byte.class, false)).isSameAs(DataType.BYTE);
    assertThat(DataType.getType(Byte.class, true)).isSameAs(DataType.UBYTE);
    assertThat(DataType.getType(char.class, true)).isSameAs(DataType.CHAR);
    assertThat(DataType.getType(Character.class, false)).isSameAs(DataType.CHAR);
    assertThat(DataType.getType(short.class, false)).isSameAs(DataType.SHORT);
    assertThat(DataType.getType(Short.class, true)).isSameAs(DataType.USHORT);
    assertThat(DataType.getType(int.class, false)).isSameAs(DataType.INT);
    assertThat(DataType.getType(Integer.class, true)).isSameAs(DataType.UINT);
    assertThat(DataType.getType(long.class, false)).isSameAs(DataType.LONG);
    assertThat(DataType.getType(Long.class, true)).isSameAs(DataType.ULONG);
    assertThat(DataType.getType(float.class, true)).isSameAs(DataType.FLOAT);
    assertThat(DataType.getType(Float.class, false)).isSameAs(DataType.FLOAT);
    assertThat(DataType.getType(double.class, true)).isSameAs(DataType.DOUBLE);
    assertThat(DataType.getType(Double.class, false)).isSameAs(DataType.DOUBLE);
  }

  @Test
  void isAnObjectForOtherClasses() {
    assertThat(DataType.getType(String.class, false)).isSameAs(DataType.STRING);
    assertThat(DataType.getType(ByteBuffer.class, false)).isSameAs(DataType.OPAQUE);
    assertThat(DataType.getType(int[].class, false)).isSameAs(DataType.OBJECT);
    assertThat(DataType.getType((Class<?>) null, false)).isSameAs(DataType.OBJECT);
  }

  @Test
  void isFoundByAnArray() {
    assertThat(DataType.getType(Array.factory(DataType.UINT, new int[] {1})))
        .isSameAs(DataType.UINT);
  }

  @Test
  void knowsItsKind() {
    assertThat(DataType.values()).filteredOn(DataType::isUnsigned).hasSize(4);
    assertThat(DataType.values()).filteredOn(DataType::isIntegral).hasSize(8);
    assertThat(DataType.values()).filteredOn(DataType::isNumeric).hasSize(10);
    assertThat(DataType.values()).filteredOn(DataType::isEnum).hasSize(3);
    assertThat(DataType.values())
        .filteredOn(DataType::isString)
        .containsExactly(DataType.CHAR, DataType.STRING);
  }

  @Test
  void hasASignedAndAnUnsignedForm() {
    assertThat(DataType.SHORT.withSignedness(Signedness.UNSIGNED)).isSameAs(DataType.USHORT);
    assertThat(DataType.ULONG.withSignedness(Signedness.SIGNED)).isSameAs(DataType.LONG);
    assertThat(DataType.FLOAT.withSignedness(Signedness.UNSIGNED)).isSameAs(DataType.FLOAT);
    assertThat(DataType.ENUM1.withSignedness(Signedness.UNSIGNED)).isSameAs(DataType.ENUM1);
    assertThat(DataType.UBYTE.getSignedness()).isSameAs(Signedness.UNSIGNED);
    assertThat(DataType.DOUBLE.getSignedness()).isSameAs(Signedness.SIGNED);
  }

  @Test
  void hasTheSizeOfItsElements() {
    assertThat(DataType.UBYTE.getSize()).isEqualTo(1);
    assertThat(DataType.SHORT.getSize()).isEqualTo(2);
    assertThat(DataType.FLOAT.getSize()).isEqualTo(4);
    assertThat(DataType.DOUBLE.getSize()).isEqualTo(8);
  }

  @Test
  void readsUnsignedBits() {
    assertThat(DataType.widenNumber((byte) -1)).isEqualTo((short) 255);
    assertThat(DataType.widenNumber((short) -1)).isEqualTo(65535);
    assertThat(DataType.widenNumber(-1)).isEqualTo(4294967295L);
    assertThat(DataType.widenNumber(-1L)).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(DataType.widenNumber(-1.5)).isEqualTo(-1.5);
  }
}
