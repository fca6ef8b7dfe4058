package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements of each type of both versions, in each format. */
class GetTypesTest {

  private final Path directory;

  GetTypesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** How an array of two elements is stored, its type in NumPy, its bytes there, and its lines. */
  static Stream<Arguments> types() {
    String x = "[[\"x\", \">i2\"], [\"\\u00e9'\", \"|S1\", [2]], [\"in\", [[\"y\", \"<f4\"]]]]";
    String fields = "[[\"x\", \"int16\"], [\"at\", " + v3Time("ms", 10) + "]]";
    return Stream.of(
        v2("\"|b1\"", "0001", "'|b1'", "0001", "false", "true"),
        v2("\"|i1\"", "ff02", "'|i1'", "ff02", "-1", "2"),
        v2("\">u2\"", "ffff0102", "'<u2'", "ffff0201", "65535", "258"),
        v2("\"<u8\"", hex(-1, 1), "'<u8'", hex(-1, 1), "18446744073709551615", "1"),
        v2("\">f2\"", "3c00c100", "'<f2'", "003c00c1", "1.0", "-2.5"),
        v2("\"<f8\"", hex(0x3ff8L << 48, 0x7ff8L << 48), "'<f8'", null, "1.5", "NaN"),
        v2(
            "\">c8\"",
            "3fc0000040000000ff800000bf800000",
            "'<c8'",
            "0000c03f00000040000080ff000080bf",
            "1.5+2.0j",
            "-Infinity-1.0j"),
        v2("\"|S2\"", "6100222c", "'|S2'", "6100222c", "\"a\"", "\"\"\",\""),
        v2("\">U1\"", "00000000000020ac", "'<U1'", "00000000ac200000", "\"\"", "\"\u20ac\""),
        v2("\"|V2\"", "0a0bfeff", "'|V2'", "0a0bfeff", "0a0b", "feff"),
        v2(
            "\"<M8[ns]\"",
            hex(1_000_000_005, Long.MIN_VALUE),
            "'<M8[ns]'",
            null,
            "1970-01-01T00:00:01.000000005",
            "NaT"),
        v2("\"<m8[25us]\"", hex(-3, Long.MIN_VALUE), "'<m8[25us]'", null, "-3", "NaT"),
        v2(
            x,
            "00016162" + "0000803f" + "00026300" + "00000040",
            "[('x', '>i2'), ('\u00e9\\'', '|S1', (2,)), ('in', [('y', '<f4')])]",
            null,
            "000161620000803f",
            "0002630000000040"),
        v2(
            "[[\"row\", \"<i2\", 2], [[\"the x\", \"x\"], \">i2\"], [\"\", \"|V1\"], [\"a\\n\", \"|i1\", []]]",
            "0100020000030004" + "0500060000070008",
            "[('row', '<i2', (2,)), ('x', '>i2'), ('', '|V1'), ('a\\u000a', '|i1')]",
            null,
            "0100020000030004",
            "0500060000070008"),
        v2(
            "[[\"n\", \"|i4\"], [\"\", \"|V1\"]]",
            "0100000000" + "0200000000",
            "[('n', '%si4'), ('', '|V1')]"
                .formatted(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ">" : "<"),
            null,
            "0100000000",
            "0200000000"),
        v2("\"<M8[foo]\"", hex(7, Long.MIN_VALUE), "'<M8'", null, "7", "NaT"),
        v2("\"<M8[generic]\"", hex(7, Long.MIN_VALUE), "'<M8'", null, "7", "NaT"),
        v3("\"bool\"", "false", false, "0100", "'|b1'", "0100", "true", "false"),
        v3("\"uint8\"", "0", false, "ff00", "'|u1'", "ff00", "255", "0"),
        v3("\"int16\"", "0", true, "ffff0102", "'<i2'", "ffff0201", "-1", "258"),
        v3("\"float16\"", "0", false, "003c00c1", "'<f2'", "003c00c1", "1.0", "-2.5"),
        v3(
            "\"complex128\"",
            "[0,0]",
            false,
            hex(0x3ff8L << 48, 0x8000L << 48) + hex(0, 0x7ff8L << 48),
            "'<c16'",
            null,
            "1.5-0.0j",
            "0.0+NaNj"),
        v3(
            "\"r24\"",
            "[0,0,0]",
            false,
            "0a0b0c010203",
            "'|V3'",
            "0a0b0c010203",
            "0a0b0c",
            "010203"),
        v3(
            named("fixed_length_utf32", "\"length_bytes\":8"),
            "\"\"",
            true,
            "0000006100000062000000610000" + "0000",
            "'<U2'",
            "61000000620000006100000000000000",
            "\"ab\"",
            "\"a\""),
        v3(
            named("null_terminated_bytes", "\"length_bytes\":2"),
            "\"\"",
            false,
            "61000a62",
            "'|S2'",
            "61000a62",
            "\"a\"",
            "\"\nb\""),
        v3(
            v3Time("s", 60),
            "0",
            false,
            hex(1, -1),
            "'<M8[60s]'",
            null,
            "1970-01-01T00:01:00",
            "1969-12-31T23:59:00"),
        v3(
            named("numpy.timedelta64", "\"unit\":\"generic\",\"scale_factor\":1"),
            "0",
            false,
            hex(5, Long.MIN_VALUE),
            "'<m8'",
            null,
            "5",
            "NaT"),
        v3(
            named("structured", "\"fields\":" + fields),
            "\"\"",
            true,
            "0001" + "0000000000000002" + "0003" + "0000000000000004",
            "[('x', '>i2'), ('at', '>M8[10ms]')]",
            null,
            "00010000000000000002",
            "00030000000000000004"));
  }

  private static Arguments v2(
      String dtype, String stored, String numpy, @Nullable String raw, String... lines) {
    String header =
        """
        {"zarr_format":2,"shape":[2],"chunks":[2],"dtype":%s,"compressor":null,
         "fill_value":null,"order":"C","filters":null}
        """
            .formatted(dtype);
    return Arguments.of(".zarray", header, stored, numpy, raw == null ? stored : raw, lines);
  }

  private static Arguments v3(
      String type,
      String fill,
      boolean isBig,
      String stored,
      String numpy,
      @Nullable String raw,
      String... lines) {
    String header =
        """
        {"zarr_format":3,"node_type":"array","shape":[2],"data_type":%s,
         "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2]}},
         "chunk_key_encoding":{"name":"v2"},"fill_value":%s,
         "codecs":[{"name":"bytes","configuration":{"endian":"%s"}}]}
        """
            .formatted(type, fill, isBig ? "big" : "little");
    return Arguments.of("zarr.json", header, stored, numpy, raw == null ? stored : raw, lines);
  }

  private static String named(String name, String configuration) {
    return "{\"name\":\"%s\",\"configuration\":{%s}}".formatted(name, configuration);
  }

  private static String v3Time(String unit, int scale) {
    return named("numpy.datetime64", "\"unit\":\"%s\",\"scale_factor\":%d".formatted(unit, scale));
  }

  /** Two longs, the lowest byte first. */
  private static String hex(long first, long second) {
    return "%016x%016x".formatted(Long.reverseBytes(first), Long.reverseBytes(second));
  }

  @ParameterizedTest
  @MethodSource("types")
  void elementsAreWritten(
      String key, String header, String stored, String numpy, String raw, String[] lines)
      throws IOException {
    Files.writeString(directory.resolve(key), header);
    Files.write(directory.resolve("0"), HexFormat.of().parseHex(stored));

    assertThat(Run.text("get", array())).isEqualTo(String.join("\n", lines) + "\n");
    assertThat(Run.text("get", array(), "1")).isEqualTo(lines[1] + "\n");
    byte[] bytes = Run.succeeded("get", array(), "--format=raw").bytes();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(raw);
    Npy npy = Npy.parse(Run.succeeded("get", array(), "--format=npy").bytes());
    assertThat(npy.description())
        .startsWith("{'descr': " + numpy + ", 'fortran_order': False, 'shape': (2,), }");
    byte[] values = new byte[npy.values().remaining()];
    npy.values().get(values);
    assertThat(HexFormat.of().formatHex(values)).isEqualTo(raw);
  }

  private String array() {
    return directory.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "Y, 54, 2024",
    "Y, -1971, -0001",
    "M, 649, 2024-02",
    "M, -1, 1969-12",
    "W, 1, 1970-01-08",
    "D, 19782, 2024-02-29",
    "D, -719529, -0001-12-31",
    "D, 9223372036854775807, +25252734927768524-07-27",
    "h, -1, 1969-12-31T23:00",
    "m, 61, 1970-01-01T01:01",
    "s, 1709251199, 2024-02-29T23:59:59",
    "ms, -1, 1969-12-31T23:59:59.999",
    "as, -1, 1969-12-31T23:59:59.999999999999999999",
    "ns, 9223372036854775807, 2262-04-11T23:47:16.854775807",
  })
  void timesAreOfAnyUnit(String unit, long count, String text) {
    Timestamps times = Timestamps.of(new NumpyType("'<M8[" + unit + "]'"));
    assertThat(times.time(count)).isEqualTo(text);
  }

  @Test
  void whatHasNoUnitIsACount() {
    assertThat(Timestamps.of(new NumpyType("'<M8'")).time(7)).isEqualTo("7");
    assertThat(Timestamps.of(new NumpyType("'<M8[7D]'")).time(2)).isEqualTo("1970-01-15");
  }
}
