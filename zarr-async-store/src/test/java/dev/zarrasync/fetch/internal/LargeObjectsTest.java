package dev.zarrasync.fetch.internal;

import static dev.zarrasync.fetch.internal.LargeObjects.NOT_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.GetOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which sizes are expected, from listings and from what was read. */
class LargeObjectsTest {

  private static final long THRESHOLD = 800;

  /** As many names as are kept. */
  private static final int MOST_NAMES = 1_000;

  private final LargeObjects large = new LargeObjects(THRESHOLD);

  private long expected(String key) {
    return large.expectedLength(key, GetOptions.ALL);
  }

  private long expectedOfListed(long size) {
    return large.expectedLength("a", GetOptions.ALL.expectedSize(size));
  }

  @Test
  void anObjectIsLargeFromTheThresholdOn() {
    assertThat(large.isLarge(THRESHOLD - 1)).isFalse();
    assertThat(large.isLarge(THRESHOLD)).isTrue();
  }

  @Test
  void anEmptyObjectIsNeverLarge() {
    LargeObjects all = new LargeObjects(0);

    assertThat(all.isLarge(0)).isFalse();
    assertThat(all.isLarge(1)).isTrue();
    assertThat(all.expectedLength("a", GetOptions.ALL.expectedSize(0))).isEqualTo(NOT_LARGE);
  }

  @Test
  void noObjectIsLargeWithoutAThreshold() {
    LargeObjects none = new LargeObjects(Long.MAX_VALUE);
    none.found("c/0", Integer.MAX_VALUE);

    assertThat(none.isLarge(Long.MAX_VALUE - 1)).isFalse();
    assertThat(none.expectedLength("c/1", GetOptions.ALL)).isEqualTo(NOT_LARGE);
    assertThat(none.expectedLength("a", GetOptions.ALL.expectedSize(Integer.MAX_VALUE)))
        .isEqualTo(NOT_LARGE);
  }

  @Test
  void nothingIsExpectedOfWhatIsUnknown() {
    assertThat(expected("a")).isEqualTo(NOT_LARGE);
  }

  // ------------------------------------------------------------------------------------- Learning

  @Test
  void aListedSizeIsExpectedAsItIs() {
    assertThat(expectedOfListed(THRESHOLD - 1)).isEqualTo(NOT_LARGE);
    assertThat(expectedOfListed(THRESHOLD)).isEqualTo(THRESHOLD);
    assertThat(expectedOfListed(5_000_000_000L)).isEqualTo(5_000_000_000L);
  }

  @Test
  void whatIsAlikeIsExpectedToBeAnEighthLarger() {
    large.found("c/0", 1_600);

    assertThat(expected("c/1")).isEqualTo(1_800);
    assertThat(expected("c/0")).isEqualTo(1_800);
  }

  @Test
  void theLargestOfThemCounts() {
    large.found("c/0", 1_600);
    large.found("c/1", 8_000);
    large.found("c/2", 800);

    assertThat(expected("c/3")).isEqualTo(9_000);
  }

  @Test
  void keysThatDifferInDigitsOnlyAreOfObjectsAlike() {
    large.found("a/0/10", 1_600);

    assertThat(List.of("a/0/9", "a/1/10", "a/12/0"))
        .allSatisfy(key -> assertThat(expected(key)).isEqualTo(1_800));
    assertThat(List.of("a/0.9", "a/0", "a/0/.zarray", "b/0/10", "0/10", "a"))
        .allSatisfy(key -> assertThat(expected(key)).isEqualTo(NOT_LARGE));
  }

  @Test
  void keysOfDigitsAloneAreOfObjectsAlike() {
    large.found("0", 1_600);

    assertThat(expected("17")).isEqualTo(1_800);
    assertThat(expected("c/1")).isEqualTo(NOT_LARGE);
  }

  @Test
  void aKeyWithoutDigitsIsOfOneObject() {
    large.found("a", 1_600);

    assertThat(expected("a")).isEqualTo(1_800);
    assertThat(expected("b")).isEqualTo(NOT_LARGE);
  }

  @Test
  void aSmallObjectMakesThoseAlikeForgotten() {
    large.found("c/0", 1_600);
    large.found("d/0", 1_600);

    large.found("c/.zarray", 10);
    large.found("d/1", THRESHOLD - 1);

    assertThat(expected("c/2")).isEqualTo(1_800);
    assertThat(expected("d/2")).isEqualTo(NOT_LARGE);
  }

  @Test
  void aListedSizeCountsMoreThanThoseAlike() {
    large.found("c/0", 1_600);

    assertThat(large.expectedLength("c/1", GetOptions.ALL.expectedSize(900))).isEqualTo(900);
    assertThat(large.expectedLength("c/1", GetOptions.ALL.expectedSize(10))).isEqualTo(NOT_LARGE);
  }

  @Test
  void whatExceededItsExpectedSizeCountsMost() {
    large.found("c/0", 1_600);

    large.exceeded("c/1", 4_000);

    assertThat(expected("c/1")).isEqualTo(4_000);
    assertThat(large.expectedLength("c/1", GetOptions.ALL.expectedSize(900))).isEqualTo(4_000);
    assertThat(expected("c/2")).isEqualTo(1_800);
  }

  @Test
  void keepsTheNamesThatWereUsedLast() {
    for (int i = 0; i < MOST_NAMES; i++) {
      large.found("d" + "x".repeat(i), 1_600);
    }
    assertThat(expected("d")).isEqualTo(1_800);

    large.exceeded("one more", 1_600);

    assertThat(expected("d")).isEqualTo(1_800);
    assertThat(expected("dx")).isEqualTo(NOT_LARGE);
    assertThat(expected("dxx")).isEqualTo(1_800);
    assertThat(expected("one more")).isEqualTo(1_600);
  }

  // --------------------------------------------------------------------------------------- Ranges

  record RangeCase(ByteRange range, long expected) {}

  static final List<RangeCase> RANGES_OF_1000 =
      List.of(
          new RangeCase(ByteRange.ALL, 1_000),
          new RangeCase(ByteRange.of(0, 800), 800),
          new RangeCase(ByteRange.of(0, 799), NOT_LARGE),
          new RangeCase(ByteRange.of(100, 5_000), 900),
          new RangeCase(ByteRange.of(200, Long.MAX_VALUE - 200), 800),
          new RangeCase(ByteRange.of(201, 5_000), NOT_LARGE),
          new RangeCase(ByteRange.of(1_000, 5_000), NOT_LARGE),
          // Only whole objects and spans are read in parts.
          new RangeCase(ByteRange.from(0), NOT_LARGE),
          new RangeCase(ByteRange.suffix(1_000), NOT_LARGE));

  @ParameterizedTest
  @FieldSource("RANGES_OF_1000")
  void aRangeIsAsLongAsItsPartOfTheObject(RangeCase c) {
    GetOptions options = GetOptions.of(c.range()).expectedSize(1_000);

    assertThat(large.expectedLength("a", options)).isEqualTo(c.expected());
  }
}
