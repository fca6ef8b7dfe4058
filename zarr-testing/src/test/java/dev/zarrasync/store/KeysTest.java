package dev.zarrasync.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class KeysTest {

  @ParameterizedTest(name = "[{index}]")
  @FieldSource({
    "dev.zarrasync.testing.AsyncStoreContract#ASCII_KEYS",
    "dev.zarrasync.testing.AsyncStoreContract#UNICODE_KEYS"
  })
  void allowsOddKeys(String key) {
    assertThat(Keys.problem(key)).isNull();
  }

  @ParameterizedTest(name = "[{index}]")
  @FieldSource("dev.zarrasync.testing.AsyncStoreContract#INVALID_KEYS")
  void refusesWhatStoresCannotHave(String key) {
    assertThat(Keys.problem(key)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', it is empty",
    "a//b, it has an empty segment",
    "a/, it has an empty segment",
    "a/./b, it has a segment '.'",
    "'../b', it has a segment '..'",
    "'a\0', it contains NUL",
    "'\ud800', it is not valid Unicode"
  })
  void saysWhatTheProblemIs(String key, String problem) {
    assertThat(Keys.problem(key)).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "/a", "a//b", "a/", "//", ".", "./a", "a/.", "a/./b", "/././/", "a/.b", "a./b", "...", "a b"
  })
  void aFlatStoreAlsoHasNamesThatPathsResolve(String name) {
    assertThat(Keys.flatProblem(name)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', it is empty",
    "a/.., it has a segment '..'",
    "/../b, it has a segment '..'",
    "./../b, it has a segment '..'",
    "'a//\0', it contains NUL",
    "'a//\ud800', it is not valid Unicode"
  })
  void aFlatStoreHasNoNameThatLeavesIt(String name, String problem) {
    assertThat(Keys.flatProblem(name)).isEqualTo(problem);
  }

  @Property
  void theOrderIsThatOfUtf8Bytes(
      @ForAll @StringLength(max = 4) String a, @ForAll @StringLength(max = 4) String b) {
    String x = valid(a);
    String y = valid(b);

    assertThat(Integer.signum(Keys.ORDER.compare(x, y)))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(x.getBytes(UTF_8), y.getBytes(UTF_8))));
  }

  /** Replaces unpaired surrogates, which no key has. */
  private static String valid(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
