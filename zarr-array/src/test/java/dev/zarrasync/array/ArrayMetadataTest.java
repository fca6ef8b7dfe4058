package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayMetadataTest {

  private static final Map<String, String> VALID =
      Map.of(
          "zarr_format", "2",
          "shape", "[10, 20]",
          "chunks", "[3, 4]",
          "dtype", "\"<i4\"",
          "compressor", "null",
          "fill_value", "0",
          "order", "\"C\"",
          "filters", "null");

  @Test
  void saysWhatTheArrayIs() throws IOException {
    ArrayMetadata metadata = parse(VALID);

    assertThat(metadata.shape()).containsExactly(10, 20);
    assertThat(metadata.chunks()).containsExactly(3, 4);
    assertThat(metadata.type())
        .isEqualTo(new DataType(DataType.Kind.SIGNED, 4, ByteOrder.LITTLE_ENDIAN));
    assertThat(metadata.chunkBytes()).isEqualTo(48);
    assertThat(metadata.keys()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeComesInEveryByteOrder(ElementType type) throws IOException {
    String name = type.name().toLowerCase(Locale.ROOT);

    assertThat(parse(with("dtype", quoted("<" + name))).type().order())
        .isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(parse(with("dtype", quoted(">" + name))).type().order())
        .isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(parse(with("dtype", quoted("|" + name))).type().order())
        .isEqualTo(ByteOrder.nativeOrder());
    ArrayMetadata unmarked = parse(with("dtype", quoted(name)));
    assertThat(unmarked.type().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(ElementType.of(unmarked.type())).isEqualTo(type);
  }

  @Test
  void aSeparatorIsOneOfTwoOrNotSaid() throws IOException {
    assertThat(parse(with("dimension_separator", "\".\"")).keys()).isEqualTo(ChunkKeys.v2("."));
    assertThat(parse(with("dimension_separator", "\"/\"")).keys()).isEqualTo(ChunkKeys.v2("/"));
    assertThat(parse(with("dimension_separator", "\"-\"")).keys()).isNull();
    assertThat(parse(with("dimension_separator", "null")).keys()).isNull();
    ChunkKeys settled = ChunkKeys.v2("/");
    assertThat(parse(VALID).withKeys(settled).keys()).isEqualTo(settled);
  }

  @Test
  void compressorsAreThoseOfTheirNames() throws IOException {
    byte[] raw = new byte[48];

    Codec none = parse(VALID).codec();
    assertThat(none.encode(raw)).isSameAs(raw);
    assertThat(parse(without("compressor")).codec().encode(raw)).isSameAs(raw);
    Codec zlib = parse(with("compressor", "{\"id\": \"zlib\", \"level\": 9}")).codec();
    assertThat(zlib.decode(Codecs.zlib(1).encode(raw), 48)).isEqualTo(raw);
    Codec blosc = parse(with("compressor", "{\"id\": \"blosc\", \"cname\": \"lz4\"}")).codec();
    assertThat(blosc.encode(raw)[3]).as("typesize").isEqualTo((byte) 4);
    assertThat(blosc.decode(blosc.encode(raw), 48)).isEqualTo(raw);
  }

  @Test
  void orderFIsATransposition() throws IOException {
    assertThat(parse(with("order", "\"F\"", "shape", "[9]", "chunks", "[4]")).chunks())
        .containsExactly(4);
    assertThat(parse(with("order", "\"F\"", "chunks", "[1, 4]")).chunks()).containsExactly(1, 4);
    assertThat(parse(with("order", "\"F\"", "chunks", "[1, 1]")).chunks()).containsExactly(1, 1);
    assertThat(parse(without("order")).chunks()).containsExactly(3, 4);
    Codec codec = parse(with("dtype", "\"|u1\"", "chunks", "[2, 3]", "order", "\"F\"")).codec();
    assertThat(codec.decode(new byte[] {0, 1, 2, 3, 4, 5}, 6)).containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void noFiltersAreAccepted() throws IOException {
    assertThat(parse(with("filters", "[]")).shape()).hasSize(2);
    assertThat(parse(without("filters")).shape()).hasSize(2);
    assertFails(with("filters", "[{\"id\": \"pcodec\"}]"), "filters", "pcodec", "not supported");
  }

  @Test
  void filtersEncodeBeforeTheCompressor() throws IOException {
    Codec codec =
        parse(
                with(
                    "dtype", "\"|u1\"",
                    "chunks", "[1, 4]",
                    "filters", "[{\"id\": \"delta\", \"dtype\": \"|u1\"}]",
                    "compressor", "{\"id\": \"zlib\", \"level\": 1}"))
            .codec();
    byte[] raw = {1, 3, 6, 10};

    byte[] encoded = codec.encode(raw);

    assertThat(Codecs.zlib(1).decode(encoded, 4)).containsExactly(1, 2, 3, 4);
    assertThat(codec.decode(encoded, 4)).isEqualTo(raw);
  }

  @Test
  void onlyTheSizeOfAChunkIsBounded() throws IOException {
    ArrayMetadata huge =
        parse(with("shape", "[2147483647, 2147483647, 2147483647]", "chunks", "[1, 1, 1]"));
    assertThat(huge.chunkBytes()).isEqualTo(4);
    ArrayMetadata billion = parse(with("shape", "[100000, 100000]", "chunks", "[3, 3]"));
    assertThat(billion.shape()).containsExactly(100_000, 100_000);
    ArrayMetadata largest =
        parse(with("dtype", "\"|u1\"", "shape", "[1]", "chunks", "[2147483639]"));
    assertThat(largest.chunkBytes()).isEqualTo(2_147_483_639);
    ArrayMetadata empty = parse(with("shape", "[0, 20]", "chunks", "[0, 4]"));
    assertThat(empty.shape()).containsExactly(0, 20);
    assertThat(empty.chunks()).containsExactly(1, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          zarr_format; 3;                         zarr_format must be 2 but is 3
          zarr_format; 2.5;                       zarr_format must be 2 but is 2.5
          zarr_format; ;                          zarr_format must be 2 but is missing
          shape;       ;                          shape must be a list but is missing
          shape;       20;                        shape must be a list but is 20
          shape;       {"a": 1};                  shape must be a list but is {
          shape;       [];                        as many dimensions [] [3, 4]
          shape;       [1, 2, 3];                 as many dimensions [1, 2, 3] [3, 4]
          shape;       [-1, 20];                  shape must be integers from 0 but is [-1,20]
          shape;       [10, 9223372036854775808]; shape must be integers to 9223372036854775807 but
          chunks;      [3, 2147483648];           chunks must be integers to 2147483647 but is
          shape;       [10, 92233720368547758080];shape must be integers but is
          shape;       [10, 1.5];                 shape must be integers but is [10,1.5]
          shape;       [10, "20"];                shape must be integers but is
          shape;       [10, null];                shape must be integers but is
          chunks;      ;                          chunks must be a list but is missing
          chunks;      [0, 4];                    chunks must be integers from 1 but is [0,4]
          chunks;      [-3, 4];                   chunks must be integers from 1 but is [-3,4]
          chunks;      [3];                       as many dimensions [10, 20] [3]
          chunks;      [65536, 8192];             chunk [65536, 8192] 4 bytes does not fit Java array
          chunks;      [2147483647, 2147483647];  chunk does not fit Java array
          dtype;       "<f16";                    dtype "<f16" is not supported
          dtype;       "<i4[ns]";                 dtype "<i4[ns]" is not supported
          dtype;       "|O";                      dtype "|O" is not supported
          dtype;       "|S";                      dtype "|S" is not supported
          dtype;       "|V99999999";              99999999 bytes are not supported
          dtype;       "|V999999999999";          dtype "|V999999999999" is not supported
          dtype;       "<U999999999";             dtype "<U999999999" is not supported
          dtype;       "<<i4";                    dtype "<<i4" is not supported
          dtype;       "";                        dtype "" is not supported
          dtype;       [];                        dtype [] is not supported
          dtype;       [["a"]];                   dtype [["a"]] is not supported
          dtype;       [["a", "|O"]];             dtype [["a","|O"]] is not supported
          dtype;       [["a", "<i4", [65536, 65536]]];  dtype "a" is not supported
          dtype;       ;                          dtype missing is not supported
          compressor;  "zlib";                    compressor must be an object but is "zlib"
          compressor;  {"id": "pcodec"};          compressor "pcodec" is not supported
          compressor;  {"id": "zlib", "level": 10};   level 10
          compressor;  {"id": "blosc", "cname": "x"}; x
          order;       "A";                       order "A" is not supported
          """,
      quoteCharacter = '\'')
  void saysWhatIsWrong(String name, String json, String message) {
    assertFails(json == null ? without(name) : with(name, json), message.split(" "));
  }

  @Test
  void anArrayWithoutDimensionsHasOneElement() throws IOException {
    ArrayMetadata metadata = parse(with("shape", "[]", "chunks", "[]"));

    assertThat(metadata.rank()).isZero();
    assertThat(metadata.chunkBytes()).isEqualTo(4);
    assertThat(ChunkKeys.v2(".").key(new long[0])).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          "|b1";                             BOOLEAN;          1;  true;         01
          "<f2";                             FLOATING;         2;  1.5;          003e
          "<u8";                             UNSIGNED;         8;  18446744073709551615; ffffffffffffffff
          ">c8";                             COMPLEX;          8;  [1.0, "NaN"]; 3f8000007fc00000
          "<c16";                            COMPLEX;          16; [0, 1];       0000000000000000000000000000f03f
          "<M8[ns]";                         TIME;             8;  "NaT";        0000000000000080
          ">m8[25us]";                       DURATION;         8;  258;          0000000000000102
          "|S3";                             TERMINATED_BYTES; 3;  "YWI=";       616200
          ">U2";                             FIXED_STRING;     8;  "\u00b5";     000000b500000000
          "|V3";                             RAW;              3;  "AQID";       010203
          [["a", "<i4"], ["b", "|u1", [3]]]; RAW;              7;  "AQIDBAUGBw=="; 01020304050607
          [["a", [["x", "|i1"]]]];           RAW;              1;  null;         00
          "|S3";                             TERMINATED_BYTES; 3;  0;            000000
          """,
      quoteCharacter = '\'')
  void otherTypesThanThoseOfJZarr(
      String dtype, DataType.Kind kind, int size, String fill, String element) throws IOException {
    ArrayMetadata metadata = parse(with("dtype", dtype, "fill_value", fill));

    assertThat(metadata.type().kind()).isEqualTo(kind);
    assertThat(metadata.type().size()).isEqualTo(size);
    assertThat(HexFormat.of().formatHex(metadata.fillValue())).isEqualTo(element);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          zarr_format; 3;                            UNSUPPORTED_FORMAT
          zarr_format; "two";                        CORRUPT
          zarr_format; ;                             CORRUPT
          shape;       [10, 9223372036854775808];    UNSUPPORTED_FORMAT
          shape;       [10, -1];                     CORRUPT
          shape;       [10];                         CORRUPT
          chunks;      [65536, 8192];                UNSUPPORTED_FORMAT
          chunks;      [0, 4];                       CORRUPT
          dtype;       "<f16";                       UNSUPPORTED_FORMAT
          dtype;       [["a", "<x4"]];               UNSUPPORTED_FORMAT
          filters;     {};                           CORRUPT
          filters;     ["delta"];                    CORRUPT
          dtype;       ;                             CORRUPT
          compressor;  {"id": "pcodec"};             UNSUPPORTED_FORMAT
          compressor;  "zstd";                       CORRUPT
          order;       "A";                          UNSUPPORTED_FORMAT
          filters;     [{"id": "pcodec"}];           UNSUPPORTED_FORMAT
          fill_value;  "missing";                    UNSUPPORTED_FORMAT
          """,
      quoteCharacter = '\'')
  void whatIsNotSupportedIsNotCorrupt(String name, String json, Kind kind) {
    assertThatThrownBy(() -> parse(json == null ? without(name) : with(name, json)))
        .isInstanceOfSatisfying(
            InvalidMetadataException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void aChunkWhoseSizeOverflowsALongDoesNotFit() {
    String ranks = "[4194304, 4194304, 4194304]"; // 2 to the power of 66, and 4 bytes each.
    assertFails(with("shape", ranks, "chunks", ranks), "does not fit in a Java array");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "2", "null", "\"{}\""})
  void whatIsNoObjectIsRefused(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not a JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>", "{", "{\"shape\": [1, 2", "{\"shape\"}", "nul", "{'a': 1}", "\0\0\0"})
  void whatIsNoJsonIsRefused(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("it is not valid JSON: ");
  }

  @Test
  void everyBeginningOfMetadataIsRefused() {
    String whole = text(VALID);
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> parse(cut)).as(cut).isInstanceOf(IOException.class);
    }
  }

  @Test
  void deepNestingNeedsNoDeepStack() {
    String open = "[".repeat(1_000_000);
    assertThatThrownBy(() -> parse(open)).isInstanceOf(IOException.class);
    String objects = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    assertFails(with("compressor", objects), "not valid JSON");
    String some = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
    assertFails(with("compressor", some), "compressor", "not supported");
  }

  private static void assertFails(Map<String, String> fields, String... words) {
    assertThatThrownBy(() -> parse(fields))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(words);
  }

  private static ArrayMetadata parse(Map<String, String> fields) throws IOException {
    return parse(text(fields));
  }

  private static ArrayMetadata parse(String json) throws IOException {
    return ArrayMetadata.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ": " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Map<String, String> with(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>(VALID);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static Map<String, String> without(String name) {
    Map<String, String> fields = new LinkedHashMap<>(VALID);
    fields.remove(name);
    return fields;
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
