package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexIteratorTest {

  private static Array counting(int... shape) {
    Array array = Array.factory(DataType.INT, shape);
    for (int i = 0; i < array.getSize(); i++) {
      array.setInt(i, i);
    }
    return array;
  }

  private static List<Integer> ints(IndexIterator elements) {
    List<Integer> ints = new ArrayList<>();
    while (elements.hasNext()) {
      ints.add(elements.getIntNext());
    }
    return ints;
  }

  @Test
  void goesInCOrder() {
    IndexIterator elements = counting(2, 3).getIndexIterator();
    List<int[]> counters = new ArrayList<>();
    List<Object> values = new ArrayList<>();

    while (elements.hasNext()) {
      values.add(elements.next());
      counters.add(elements.getCurrentCounter());
    }

    assertThat(values).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(counters)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new int[] {0, 0},
            new int[] {0, 1},
            new int[] {0, 2},
            new int[] {1, 0},
            new int[] {1, 1},
            new int[] {1, 2});
  }

  @Test
  void throwsAfterTheLastElement() {
    IndexIterator elements = counting(2).getIndexIterator();
    ints(elements);

    assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class)
        .isThrownBy(elements::getIntNext);
  }

  @Test
  void visitsTheElementsOfARangeInCOrder() throws InvalidRangeException {
    Array array = counting(3, 4, 5);

    assertThat(
            ints(
                array.getRangeIterator(
                    List.of(new Range(1, 2), new Range(0, 3, 2), new Range(2, 3)))))
        .containsExactly(22, 23, 32, 33, 42, 43, 52, 53);
    assertThat(ints(array.getRangeIterator(Arrays.asList(new Range(2, 2), null, new Range(4, 4)))))
        .containsExactly(44, 49, 54, 59);
    assertThat(ints(array.getRangeIterator(Arrays.asList(null, null, null)))).hasSize(60);
  }

  @Test
  void visitsASingleElement() throws InvalidRangeException {
    IndexIterator elements =
        counting(3, 4).getRangeIterator(List.of(new Range(1, 1), new Range(2, 2)));

    assertThat(ints(elements)).containsExactly(6);
    assertThat(elements.getCurrentCounter()).isEmpty();
  }

  @Test
  void visitsNothingOfAnEmptyRangeOrArray() throws InvalidRangeException {
    assertThat(ints(counting(3, 4).getRangeIterator(List.of(Range.EMPTY, Range.ONE)))).isEmpty();
    assertThat(ints(counting(0, 4).getRangeIterator(Arrays.asList(null, Range.ONE)))).isEmpty();
  }

  @Test
  void countsWithoutTheDimensionsOfOneElement() throws InvalidRangeException {
    IndexIterator elements =
        counting(3, 4).getRangeIterator(List.of(new Range(1, 1), new Range(1, 3)));

    elements.next();
    elements.next();

    assertThat(elements.getCurrentCounter()).containsExactly(1);
  }

  @Test
  void refusesRangesThatDoNotFit() {
    Array array = counting(3, 4);

    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> array.getRangeIterator(List.of(new Range(0, 2))));
    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> array.getRangeIterator(List.of(new Range(0, 3), new Range(0, 3))))
        .withMessage("range 0:3 is outside dimension 0 of length 3");
    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> array.getRangeIterator(List.of(new Range(0, 2), new Range(4, 4))));
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> array.getRangeIterator(null));
  }

  @Test
  void writesIntoTheStorage() throws InvalidRangeException {
    int[] storage = new int[6];
    IndexIterator elements =
        Array.factory(DataType.INT, new int[] {2, 3}, storage)
            .getRangeIterator(List.of(new Range(0, 1), new Range(1, 2)));

    elements.setIntNext(1);
    elements.setDoubleNext(2.9);
    elements.setObjectNext(3L);
    elements.setByteNext((byte) 4);

    assertThat(storage).containsExactly(0, 1, 2, 0, 3, 4);
    assertThat(elements.hasNext()).isFalse();
  }

  @Test
  void readsAndWritesTheCurrentElementAsEachType() {
    IndexIterator elements = counting(1).getIndexIterator();

    elements.setDoubleNext(1.5);
    assertThat(elements.getDoubleCurrent()).isEqualTo(1);
    elements.setDoubleCurrent(2.5);
    assertThat(elements.getFloatCurrent()).isEqualTo(2);
    elements.setFloatCurrent(3.5f);
    assertThat(elements.getLongCurrent()).isEqualTo(3);
    elements.setLongCurrent(4);
    assertThat(elements.getIntCurrent()).isEqualTo(4);
    elements.setIntCurrent(5);
    assertThat(elements.getShortCurrent()).isEqualTo((short) 5);
    elements.setShortCurrent((short) 6);
    assertThat(elements.getByteCurrent()).isEqualTo((byte) 6);
    elements.setByteCurrent((byte) 7);
    assertThat(elements.getCharCurrent()).isEqualTo('\7');
    elements.setCharCurrent('a');
    assertThat(elements.getObjectCurrent()).isEqualTo(97);
    elements.setObjectCurrent(8);
    assertThat(elements.getIntCurrent()).isEqualTo(8);
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(elements::getBooleanCurrent);
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> elements.setBooleanCurrent(true));
  }

  @Test
  void readsAndWritesTheNextElementAsEachType() {
    Array array = Array.factory(DataType.DOUBLE, new int[] {8});
    IndexIterator writer = array.getIndexIterator();
    IndexIterator reader = array.getIndexIterator();

    writer.setDoubleNext(1.5);
    writer.setFloatNext(2.5f);
    writer.setLongNext(3);
    writer.setIntNext(4);
    writer.setShortNext((short) 5);
    writer.setByteNext((byte) 6);
    writer.setCharNext('a');
    writer.setObjectNext(8);

    assertThat(reader.getDoubleNext()).isEqualTo(1.5);
    assertThat(reader.getFloatNext()).isEqualTo(2.5f);
    assertThat(reader.getLongNext()).isEqualTo(3);
    assertThat(reader.getIntNext()).isEqualTo(4);
    assertThat(reader.getShortNext()).isEqualTo((short) 5);
    assertThat(reader.getByteNext()).isEqualTo((byte) 6);
    assertThat(reader.getCharNext()).isEqualTo('a');
    assertThat(reader.getObjectNext()).isEqualTo(8.0);
  }

  @Test
  void readsAndWritesBooleans() {
    Array array = Array.factory(DataType.BOOLEAN, new int[] {2});
    IndexIterator writer = array.getIndexIterator();
    IndexIterator reader = array.getIndexIterator();

    writer.setBooleanNext(true);
    writer.setObjectNext(true);

    assertThat(reader.getBooleanNext()).isTrue();
    assertThat(reader.next()).isEqualTo(true);
    assertThat(reader.getBooleanCurrent()).isTrue();
  }
}
