package dev.zarrasync.array.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser makes the tree that Jackson's ObjectMapper makes, and refuses what that refuses. */
class MetadataJsonTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final ObjectReader EXACT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .reader();

  private static final List<String> VALUES =
      List.of(
          "0",
          "-0",
          "-1",
          "2147483648",
          "-2147483649",
          "9223372036854775808",
          "1e400",
          "1.500",
          "-0.0",
          "1e-2",
          "NaN",
          "Infinity",
          "-Infinity",
          "+INF",
          "true",
          "false",
          "null",
          "\"\"",
          "\"a\\u00e9\\n\"",
          "\"é\"",
          "01",
          "-",
          "1.",
          "tru",
          "'a'",
          "\"open",
          "\"\\x\"",
          "{",
          "[");

  private static final List<String> DAMAGE =
      List.of("", "{", "}", "[", "]", ",", ":", "\"", "\\", "\u0000", "\uFEFF", "/*c*/", "9", "e");

  private static String value(Random random, int depth) {
    int kind = random.nextInt(depth > 4 ? 1 : 4);
    if (kind < 2) {
      int often = random.nextInt(8) == 0 ? VALUES.size() : 20;
      return VALUES.get(random.nextInt(often));
    }
    StringBuilder text = new StringBuilder(kind == 2 ? "[" : "{");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ").append(kind == 2 ? "" : "\"" + random.nextInt(3) + "\" : ");
      text.append(value(random, depth + 1));
    }
    return text.append(kind == 2 ? "]" : "}").toString();
  }

  private static void check(byte[] json) throws IOException {
    @Nullable ObjectNode expected = null;
    try {
      expected = EXACT.readTree(json) instanceof ObjectNode object ? object : null;
    } catch (IOException | NumberFormatException e) {
      // Refused; the latter is a fault of Jackson's.
    }
    @Nullable ObjectNode parsed = null;
    try {
      parsed = MetadataJson.parse(json);
    } catch (InvalidMetadataException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(parsed).isEqualTo(expected);
    if (parsed != null && expected != null) {
      assertThat(parsed.toString()).isEqualTo(expected.toString());
      assertThat(MetadataJson.map(parsed))
          .isEqualTo(MAPPER.convertValue(expected, new TypeReference<Map<String, Object>>() {}));
    }
  }

  @Property(tries = 3_000)
  void isTheSameTree(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("{\"a\": " + value(random, 0) + ", \"b\":[");
    text.append(value(random, 0)).append("]}");
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(3));
      text.replace(from, to, DAMAGE.get(random.nextInt(DAMAGE.size())));
    }
    String charset = List.of("UTF-8", "UTF-8", "UTF-16BE", "UTF-32LE").get(random.nextInt(4));
    check(text.toString().getBytes(Charset.forName(charset)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "[]",
        "]",
        "[1",
        "{} {",
        "{} x",
        "\uFEFF{\"a\":1}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"a\":{\"b\":1},\"a\":{\"c\":1}}",
        "{\"a\":1e9223372036854775808}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":",
        "{\"a\":[",
        "{\"a\":[1,"
      })
  void isTheSameTree(String json) throws IOException {
    check(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {998, 999, 1_000, 1_001, 100_000})
  void isAsDeep(int depth) throws IOException {
    check(("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1_000, 1_001})
  void hasAsManyDigits(int digits) throws IOException {
    check(("{\"a\":" + "9".repeat(digits) + "}").getBytes(UTF_8));
    check(("{\"a\":0." + "9".repeat(digits) + "}").getBytes(UTF_8));
  }
}
