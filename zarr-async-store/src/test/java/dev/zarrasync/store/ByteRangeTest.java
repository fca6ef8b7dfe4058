package dev.zarrasync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ByteRangeTest {

  @Test
  void refusesWhatIsNoRange() {
    List<ThrowingCallable> calls =
        List.of(
            () -> ByteRange.of(-1, 1),
            () -> ByteRange.of(0, 0),
            () -> ByteRange.of(0, -1),
            () -> ByteRange.of(2, Long.MAX_VALUE - 1),
            () -> ByteRange.from(-1),
            () -> ByteRange.suffix(0),
            () -> ByteRange.suffix(-1));

    for (ThrowingCallable call : calls) {
      assertThatIllegalArgumentException()
          .isThrownBy(call)
          .withMessageStartingWith("Not a byte range");
    }
  }

  @Test
  void allIsSatisfiedByAnEmptyObject() {
    assertThat(ByteRange.ALL.start(0)).isZero();
    assertThat(ByteRange.ALL.end(0)).isZero();
  }

  @Test
  void allIsARange() {
    assertThat(ByteRange.ALL).isEqualTo(new ByteRange.All());
  }

  @Provide
  Arbitrary<ByteRange> ranges() {
    Arbitrary<Long> offsets = Arbitraries.longs().between(0, Long.MAX_VALUE / 2);
    Arbitrary<Long> lengths = Arbitraries.longs().between(1, Long.MAX_VALUE / 2);
    return Arbitraries.oneOf(
        offsets.flatMap(offset -> lengths.map(length -> ByteRange.of(offset, length))),
        offsets.map(ByteRange::from),
        lengths.map(ByteRange::suffix));
  }

  @Property
  void aRangeHasAByteInTheObjectOrCannotBeSatisfied(
      @ForAll("ranges") ByteRange range, @ForAll @LongRange(min = 0) long size) {
    long start = range.start(size);

    if (start != -1) {
      assertThat(start).isBetween(0L, size - 1);
      assertThat(range.end(size)).isBetween(start + 1, size);
    }
  }

  @Property
  void aRangeBeginsAndEndsWhereItSays(
      @ForAll @LongRange(min = 1, max = 1_000_000) long size,
      @ForAll @LongRange(min = 0, max = 1_100_000) long offset,
      @ForAll @LongRange(min = 1, max = 1_100_000) long length) {
    long start = offset < size ? offset : -1;

    assertThat(ByteRange.of(offset, length).start(size)).isEqualTo(start);
    assertThat(ByteRange.of(offset, length).end(size)).isEqualTo(Math.min(offset + length, size));
    assertThat(ByteRange.from(offset).start(size)).isEqualTo(start);
    assertThat(ByteRange.from(offset).end(size)).isEqualTo(size);
    assertThat(ByteRange.suffix(length).start(size)).isEqualTo(Math.max(0, size - length));
    assertThat(ByteRange.suffix(length).end(size)).isEqualTo(size);
  }
}
