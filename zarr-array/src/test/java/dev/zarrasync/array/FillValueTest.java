package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.store.StoreException.Kind;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FillValueTest {

  private static ArrayMetadata parse(ElementType type, String json)
      throws InvalidMetadataException {
    String header =
        "{\"zarr_format\": 2, \"shape\": [4], \"chunks\": [2], \"dtype\": \"<%s\", \"fill_value\": %s}";
    String text = header.formatted(type.name().toLowerCase(Locale.ROOT), json);
    return ArrayMetadata.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What an element is that is not stored. */
  private static Object element(ElementType type, String json) throws InvalidMetadataException {
    Object array = Array.newInstance(type.javaType(), 1);
    ArrayMetadata metadata = parse(type, json);
    new ChunkBytes(metadata.fillValue(), type, metadata.type().order()).copyTo(0, array, 0, 1);
    return Array.get(array, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          I4; 42;                           42
          I4; null;                         0
          I4; true;                         1
          I4; 42.0;                         42
          I4; 4.2e1;                        42
          I4; "42";                         42
          I4; " -42 ";                      -42
          I2; [-32767];                     -32767
          I2; ["-32767"];                   -32767
          F4; [9.969209968386869e+36];      9.96921E36
          I1; -128;                         -128
          U1; 255;                          -1
          U2; 65535;                        -1
          U4; 4294967295;                   -1
          U4; 4294967295.0;                 -1
          U4; "4294967295";                 -1
          U4; -1;                           -1
          U2; -32768;                       -32768
          U1; -1;                           -1
          I8; 9007199254740993;             9007199254740993
          I8; "9007199254740993";           9007199254740993
          I8; 9007199254740993.0;           9007199254740993
          I8; [9223372036854775807];        9223372036854775807
          I8; "-9223372036854775808";       -9223372036854775808
          F8; -1.5;                         -1.5
          F8; "1.5";                        1.5
          F8; 9007199254740993;             9.007199254740992E15
          F8; 1e400;                        Infinity
          F4; 1e40;                         Infinity
          F4; "NaN";                        NaN
          F4; NaN;                          NaN
          F8; Infinity;                     Infinity
          F8; "-Infinity";                  -Infinity
          F8; -Infinity;                    -Infinity
          """,
      quoteCharacter = '\'')
  void isTheNumberThatIsWritten(ElementType type, String json, String element) throws Exception {
    assertThat(element(type, json)).hasToString(element);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          I4; {"value": 7}
          I4; "missing"
          I4; ""
          I4; "0x2a"
          F8; "0x1p3"
          F8; "1.5d"
          I4; "AAAAAA=="
          I4; []
          I4; [1, 2]
          I4; [null]
          I4; [[1]]
          I4; 9999999999
          I4; "2147483648"
          I4; 1.5
          I2; 1.5
          I2; 1e-999999999
          I2; 1e999999999
          I4; NaN
          I4; "NaN"
          I8; 9223372036854775808
          I8; 9.3e18
          I8; "Infinity"
          U1; -129
          U1; 256
          I1; 128
          U4; 4294967296
          F4; "nan"
          """,
      quoteCharacter = '\'')
  void whatIsNoNumberOfTheTypeIsAnErrorThatShowsIt(ElementType type, String json) {
    assertThatThrownBy(() -> parse(type, json))
        .isInstanceOfSatisfying(
            InvalidMetadataException.class,
            e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT))
        .hasMessageContainingAll(
            "the fill_value", "is not a value of type \"<" + type.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"missing\"", "{\"value\":7}", "\"0x2a\"", "[1,2]", "-99999999999"})
  void theErrorShowsTheValue(String json) {
    assertThatThrownBy(() -> parse(ElementType.I4, json)).hasMessageContaining(json);
  }

  @Test
  void aVeryLongNumberInQuotesIsRefusedAtOnce() {
    assertThatThrownBy(() -> parse(ElementType.I8, '"' + "1".repeat(10_000_000) + '"'))
        .isInstanceOf(InvalidMetadataException.class);
  }
}
