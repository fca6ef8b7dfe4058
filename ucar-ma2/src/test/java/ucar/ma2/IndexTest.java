package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class IndexTest {

  private static final int[] VALUES = {1, 2, 3, 4, 5, 6};

  private static Array array() {
    return Array.factory(DataType.INT, new int[] {2, 3}, VALUES.clone());
  }

  @Test
  void startsAtTheFirstElement() {
    Index index = array().getIndex();

    assertThat(array().getInt(index)).isEqualTo(1);
    assertThat(index).hasToString("0,0");
    assertThat(index.getRank()).isEqualTo(2);
    assertThat(index.getShape()).containsExactly(2, 3);
    assertThat(index.getSize()).isEqualTo(6);
  }

  @Test
  void readsAndWritesWhereItIsSet() {
    Array array = array();
    Index index = array.getIndex();

    assertThat(array.getInt(index.set(1, 2))).isEqualTo(6);
    assertThat(array.getDouble(index.set(new int[] {0, 1}))).isEqualTo(2.0);
    array.setInt(index, 9);
    array.setObject(index.set(1, 0), 8);

    assertThat(array).hasToString("1 9 3 8 5 6 ");
    assertThat(array.getObject(index)).isEqualTo(8);
  }

  @Test
  void convertsLikeTheArray() {
    Array array = Array.factory(DataType.DOUBLE, new int[] {2}, new double[] {300.7, 65});
    Index index = array.getIndex();

    assertThat(array.getFloat(index)).isEqualTo(300.7f);
    assertThat(array.getLong(index)).isEqualTo(300);
    assertThat(array.getShort(index)).isEqualTo((short) 300);
    assertThat(array.getByte(index)).isEqualTo((byte) 44);
    assertThat(array.getChar(index.set(1))).isEqualTo('A');
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> array.getBoolean(index));
  }

  @Test
  void leavesTheDimensionsThatAreNotNamed() {
    Index index = array().getIndex().set(0, 2);

    assertThat(index.set(1).getCurrentCounter()).containsExactly(1, 2);
    index.setDim(1, 0);
    assertThat(index.currentElement()).isEqualTo(3);
  }

  @Test
  void isOfASection() throws Exception {
    Array section = array().section(new int[] {0, 1}, new int[] {2, 2});

    assertThat(section.getInt(section.getIndex().set(1, 0))).isEqualTo(5);
  }

  @Test
  void isOfAnyRank() {
    Array scalar = Array.factory(DataType.INT, new int[0], new int[] {7});
    Array deep = Array.factory(DataType.INT, new int[] {1, 1, 1, 1, 1, 1, 2}, new int[] {7, 8});

    assertThat(scalar.getInt(scalar.getIndex())).isEqualTo(7);
    assertThat(deep.getInt(deep.getIndex().set(0, 0, 0, 0, 0, 0, 1))).isEqualTo(8);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    Index index = array().getIndex();
    assertRefused(() -> index.set(2, 0));
    assertRefused(() -> index.set(0, -1));
    assertRefused(() -> index.set(new int[] {1}));
    assertRefused(() -> index.setDim(2, 0));
    assertRefused(() -> index.set(1, 1, 1));
  }

  private static void assertRefused(Runnable set) {
    assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class).isThrownBy(set::run);
  }
}
