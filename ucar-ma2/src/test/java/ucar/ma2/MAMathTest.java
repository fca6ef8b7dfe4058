package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class MAMathTest {

  @Test
  void setsAllElements() {
    Array bytes = Array.factory(DataType.BYTE, new int[] {2, 2});

    MAMath.setDouble(bytes, 300.7);

    assertThat(bytes.getStorage()).isEqualTo(new byte[] {44, 44, 44, 44});
  }

  @Test
  void setsTheElementsOfASectionOnly() throws InvalidRangeException {
    Array array = Array.factory(DataType.DOUBLE, new int[] {2, 2});

    MAMath.setDouble(array.section(List.of(new Range(0, 1), Range.ONE)), 1.5);

    assertThat(array.getStorage()).isEqualTo(new double[] {1.5, 0, 1.5, 0});
  }

  @Test
  void doesNotSetBooleansAndObjects() {
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> MAMath.setDouble(Array.factory(DataType.BOOLEAN, new int[] {1}), 1));
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> MAMath.setDouble(Array.factory(DataType.STRING, new int[] {1}), 1));
  }

  @Test
  void copiesBetweenTypes() {
    Array source = Array.factory(DataType.FLOAT, new int[] {1, 3}, new float[] {1.5f, -2, 3});
    Array target = Array.factory(DataType.LONG, new int[] {3});

    MAMath.copy(target, source);

    assertThat(target.getStorage()).isEqualTo(new long[] {1, -2, 3});
  }

  @Test
  void copiesBooleansAndObjectsToTheirOwnType() {
    Array booleans = Array.factory(DataType.BOOLEAN, new int[] {1}, new boolean[] {true});
    Array strings = Array.factory(DataType.STRING, new int[] {1}, new String[] {"a"});

    assertThat(booleans.copy().getStorage()).isEqualTo(new boolean[] {true});
    assertThat(strings.copy().getStorage()).isEqualTo(new Object[] {"a"});
  }

  @Test
  void doesNotCopyToAnotherShape() {
    Array source = Array.factory(DataType.INT, new int[] {2, 3});
    Array target = Array.factory(DataType.INT, new int[] {3, 2});

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MAMath.copy(target, source))
        .withMessage("cannot copy shape [2, 3] to shape [3, 2]");
  }

  @Test
  void summarizesNumbers() {
    Array array = Array.factory(DataType.DOUBLE, new int[] {3}, new double[] {2, -1, 4});
    Array gaps = Array.factory(DataType.DOUBLE, new int[] {2}, new double[] {Double.NaN, 3});

    assertThat(MAMath.getMinimum(array)).isEqualTo(-1);
    assertThat(MAMath.getMaximum(array)).isEqualTo(4);
    assertThat(MAMath.sumDouble(array)).isEqualTo(5);
    assertThat(MAMath.getMinimum(gaps)).isEqualTo(3);
    assertThat(MAMath.getMaximum(gaps)).isEqualTo(3);
  }
}
