package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class RangeTest {

  @Test
  void hasBothEnds() throws InvalidRangeException {
    Range range = new Range("y", 2, 5);

    assertThat(range).containsExactly(2, 3, 4, 5).hasToString("2:5");
    assertThat(range.first()).isEqualTo(2);
    assertThat(range.last()).isEqualTo(5);
    assertThat(range.length()).isEqualTo(4);
    assertThat(range.stride()).isEqualTo(1);
    assertThat(range.getName()).isEqualTo("y");
  }

  @Test
  void endsAtTheLastIndexThatTheStrideReaches() throws InvalidRangeException {
    Range range = new Range(1, 9, 3);

    assertThat(range).containsExactly(1, 4, 7).hasToString("1:7:3").isEqualTo(new Range(1, 7, 3));
    assertThat(range.last()).isEqualTo(7);
    assertThat(range.length()).isEqualTo(3);
    assertThat(range.getName()).isNull();
  }

  @Test
  void startsAtZeroIfMadeOfALength() throws InvalidRangeException {
    assertThat(new Range(3)).isEqualTo(new Range(0, 2));
    assertThat(new Range(0)).isEqualTo(Range.EMPTY).isEmpty();
    assertThat(Range.ONE).containsExactly(0);
    assertThat(Range.EMPTY).isEmpty();
    assertThat(Range.EMPTY).hasToString(":");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Range(-1));
  }

  @Test
  void knowsItsIndices() throws InvalidRangeException {
    Range range = new Range(1, 9, 3);

    assertThat(range.contains(4)).isTrue();
    assertThat(range.contains(5)).isFalse();
    assertThat(range.contains(10)).isFalse();
    assertThat(range.contains(-2)).isFalse();
    assertThat(Range.EMPTY.contains(0)).isFalse();
    assertThat(range.element(2)).isEqualTo(7);
    assertThatExceptionOfType(InvalidRangeException.class).isThrownBy(() -> range.element(3));
    assertThatExceptionOfType(InvalidRangeException.class).isThrownBy(() -> range.element(-1));
  }

  @Test
  void isEqualByItsIndicesAndStride() throws InvalidRangeException {
    assertThat(new Range("x", 1, 2)).isEqualTo(new Range(1, 2)).hasSameHashCodeAs(new Range(1, 2));
    assertThat(new Range(1, 2)).isNotEqualTo(new Range(1, 3)).isNotEqualTo(new Range(1, 2, 2));
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> new Range(-1, 3))
        .withMessage("first (-1) must be >= 0");
    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> new Range(5, 4))
        .withMessage("last (4) must be >= first (5)");
    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> new Range(0, 4, 0))
        .withMessage("stride (0) must be > 0");
  }
}
