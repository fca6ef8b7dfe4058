package dev.zarrasync.array;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataV3Test {

  private static final String LITTLE =
      "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}";
  private static final String BIG = LITTLE.replace("little", "big");

  private static final Map<String, String> VALID =
      Map.of(
          "zarr_format", "3",
          "node_type", "\"array\"",
          "shape", "[10, 5000000000]",
          "data_type", "\"int32\"",
          "chunk_grid", "{\"name\": \"regular\", \"configuration\": {\"chunk_shape\": [3, 4]}}",
          "chunk_key_encoding", "{\"name\": \"default\"}",
          "fill_value", "-1",
          "codecs", "[" + LITTLE + "]");

  private static ArrayMetadata parse(Map<String, String> fields) throws InvalidMetadataException {
    String json =
        fields.entrySet().stream()
            .map(field -> "\"%s\": %s".formatted(field.getKey(), field.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    return ArrayMetadata.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> with(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>(VALID);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  @Test
  void saysWhatTheArrayIs() throws Exception {
    ArrayMetadata metadata =
        parse(with("attributes", "{\"a\": 1}", "dimension_names", "[\"y\", null]"));

    assertThat(metadata.format()).isEqualTo(3);
    assertThat(metadata.shape()).containsExactly(10, 5_000_000_000L);
    assertThat(metadata.chunks()).containsExactly(3, 4);
    assertThat(metadata.type())
        .isEqualTo(new DataType(DataType.Kind.SIGNED, 4, ByteOrder.LITTLE_ENDIAN));
    assertThat(metadata.chunkBytes()).isEqualTo(48);
    assertThat(metadata.codec().isIdentity()).isTrue();
    assertThat(metadata.fillValue()).containsOnly(-1).hasSize(4);
    assertThat(metadata.keys()).isEqualTo(new ChunkKeys("c", "/"));
    assertThat(metadata.dimensionNames()).containsExactly("y", null);
    assertThat(metadata.attributes()).hasToString("{\"a\":1}");
    assertThat(parse(VALID).attributes()).hasToString("{}");
    assertThat(parse(VALID).dimensionNames()).isEmpty();
  }

  @Test
  void elementsAreInTheOrderInWhichTheyAreStored() throws Exception {
    String sharded =
        """
        {"name": "sharding_indexed", "configuration": {"chunk_shape": [3, 2], "codecs": [%s],
         "index_codecs": [%s]}}
        """;
    for (String codec : new String[] {BIG, sharded.formatted(BIG, LITTLE)}) {
      ArrayMetadata metadata = parse(with("codecs", "[" + codec + "]", "fill_value", "1"));
      assertThat(metadata.type().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      assertThat(metadata.fillValue()).containsExactly(0, 0, 0, 1);
    }
    ArrayMetadata little = parse(with("codecs", "[" + sharded.formatted(LITTLE, BIG) + "]"));
    assertThat(little.type().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(((ShardCodec) little.codec()).chunkShape()).containsExactly(3, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          {"name": "default"};                                             1, 2; c/1/2
          "default";                                                       1, 2; c/1/2
          {"name": "default", "configuration": {"separator": "."}};        1, 2; c.1.2
          {"name": "v2"};                                                  1, 2; 1.2
          {"name": "v2", "configuration": {"separator": "/"}};             1, 2; 1/2
          {"name": "default"};                                             '';   c
          {"name": "v2"};                                                  '';   0
          """)
  void keysAreThoseOfTheEncoding(String encoding, String index, String key) throws Exception {
    ChunkKeys keys =
        Objects.requireNonNull(parse(with("chunk_key_encoding", encoding)).keys(), encoding);
    long[] indices =
        index.isEmpty()
            ? new long[0]
            : Arrays.stream(index.split(", ")).mapToLong(Long::parseLong).toArray();

    assertThat(keys.key(indices)).isEqualTo(key);
    assertThat(keys.index(key, indices.length)).isEqualTo(indices);
    assertThat(keys.index("d" + key, indices.length)).isNull();
    assertThat(keys.index(key + "9a", indices.length)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          "bool";             BOOLEAN;  1;  true;                     01
          "int8";             SIGNED;   1;  -128;                     80
          "int64";            SIGNED;   8;  -2;                       feffffffffffffff
          "uint16";           UNSIGNED; 2;  65535;                    ffff
          "uint64";           UNSIGNED; 8;  18446744073709551615;     ffffffffffffffff
          "float16";          FLOATING; 2;  "0x7e01";                 017e
          "float16";          FLOATING; 2;  65504;                    ff7b
          "float16";          FLOATING; 2;  "-Infinity";              00fc
          "float32";          FLOATING; 4;  "NaN";                    0000c07f
          "float32";          FLOATING; 4;  "0x7fc00001";             0100c07f
          "float64";          FLOATING; 8;  1.5;                      000000000000f83f
          "float64";          FLOATING; 8;  "Infinity";               000000000000f07f
          "complex64";        COMPLEX;  8;  [1, "NaN"];               0000803f0000c07f
          "complex128";       COMPLEX;  16; ["0x3ff0000000000000", 0]; 000000000000f03f0000000000000000
          "r24";              RAW;      3;  [1, 2, 255];              0102ff
          "r24";              RAW;      3;  "AQL/";                   0102ff
          {"name": "raw_bytes", "configuration": {"length_bytes": 3}}; RAW; 3; "AQL/"; 0102ff
          {"name": "structured", "configuration": {"fields": [["a", "int16"], ["b", "r8"]]}}; RAW; 3; "AQL/"; 0102ff
          "string";           STRING;   0;  "\\u00b5";                c2b5
          "bytes";            BYTES;    0;  "AQL/";                   0102ff
          "variable_length_bytes"; BYTES; 0; [1];                     01
          {"name": "fixed_length_utf32", "configuration": {"length_bytes": 8}}; FIXED_STRING; 8; "a"; 6100000000000000
          {"name": "null_terminated_bytes", "configuration": {"length_bytes": 3}}; TERMINATED_BYTES; 3; "YQ=="; 610000
          {"name": "numpy.datetime64", "configuration": {"unit": "s", "scale_factor": 1}}; TIME; 8; "NaT"; 0000000000000080
          {"name": "numpy.timedelta64", "configuration": {"unit": "s", "scale_factor": 1}}; DURATION; 8; 1; 0100000000000000
          """)
  void eachTypeHasItsFillValues(
      String type, DataType.Kind kind, int size, String fill, String element) throws Exception {
    String codec =
        switch (kind) {
          case STRING -> "[\"vlen-utf8\"]";
          case BYTES -> "[\"vlen-bytes\"]";
          default -> requireNonNull(VALID.get("codecs"));
        };
    ArrayMetadata metadata = parse(with("data_type", type, "fill_value", fill, "codecs", codec));

    assertThat(metadata.type().kind()).isEqualTo(kind);
    assertThat(metadata.type().size()).isEqualTo(size);
    assertThat(HexFormat.of().formatHex(metadata.fillValue())).isEqualTo(element);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          "bool";     1
          "int8";     128
          "int8";     "1"
          "int8";     true
          "int8";     [1]
          "int8";     null
          "int8";     1.5
          "uint8";    -1
          "uint64";   18446744073709551616
          "uint64";   1e999999999
          "uint64";   1e-999999999
          "float16";  "0x7e0100"
          "float32";  "0x7e0z0000"
          "float32";  "1.5"
          "float32";  "nan"
          "complex64"; 1
          "complex64"; [1]
          "r16";      [1, 2, 3]
          "r16";      [1, 256]
          "r16";      "?"
          "string";   1
          """)
  void aValueThatTheTypeDoesNotHaveIsRefused(String type, String fill) {
    assertThatThrownBy(() -> parse(with("data_type", type, "fill_value", fill)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContainingAll("the fill_value ", "is not a value of type " + type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          zarr_format;          4;                     UNSUPPORTED_FORMAT; zarr_format must be 3 but is 4
          node_type;            "group";               CORRUPT; node_type must be "array" but is "group"
          shape;                5;                     CORRUPT; shape must be a list
          shape;                [10];                  CORRUPT; shape and chunk_shape must have as many
          data_type;            "int4";                UNSUPPORTED_FORMAT; the data_type "int4" is not
          data_type;            "r12";                 UNSUPPORTED_FORMAT; the data_type "r12" is not
          data_type;            {"name": "structured"};UNSUPPORTED_FORMAT; "structured"
          data_type;            {"name": "structured", "configuration": {"fields": [["a", "string"]]}}; UNSUPPORTED_FORMAT; "structured"
          data_type;            {"name": "structured", "configuration": {"fields": [["a"]]}}; CORRUPT; data_type must be a name
          data_type;            {"name": "fixed_length_utf32"}; UNSUPPORTED_FORMAT; fixed_length_utf32
          data_type;            7;                     CORRUPT; data_type must be a name or an object
          chunk_grid;           {"name": "rectilinear"}; UNSUPPORTED_FORMAT; chunk_grid "rectilinear"
          chunk_grid;           {"name": "regular"};   CORRUPT; chunk_shape must be a list
          chunk_grid;           {"name": "regular", "configuration": {"chunk_shape": [0, 1]}}; CORRUPT; chunk_shape must be a list of integers from 1
          chunk_grid;           {"name": "regular", "configuration": {"chunk_shape": [65536, 65536]}}; UNSUPPORTED_FORMAT; does not fit in a Java array
          chunk_key_encoding;   "suffix";              UNSUPPORTED_FORMAT; chunk_key_encoding "suffix"
          chunk_key_encoding;   {"name": "v2", "configuration": {"separator": "-"}}; CORRUPT; separator
          codecs;               [];                    CORRUPT; codecs must be a list
          codecs;               ["bytes", {"name": "pcodec"}]; UNSUPPORTED_FORMAT; "pcodec"
          codecs;               [{"name": "pcodec", "must_understand": false}]; UNSUPPORTED_FORMAT; "pcodec"
          codecs;               [{"name": "sharding_indexed"}]; UNSUPPORTED_FORMAT; chunk_shape
          attributes;           [];                    CORRUPT; attributes must be an object
          dimension_names;      ["x"];                 CORRUPT; dimension_names must be a list of 2
          dimension_names;      ["x", 1];              CORRUPT; dimension_names must be a list of 2
          storage_transformers; [{"name": "x"}];       UNSUPPORTED_FORMAT; storage_transformers [{"name":"x"}]
          novelty;              {"name": "x"};         UNSUPPORTED_FORMAT; the extension "novelty"
          novelty;              {"must_understand": true}; UNSUPPORTED_FORMAT; the extension "novelty"
          novelty;              null;                  UNSUPPORTED_FORMAT; the extension "novelty"
          """)
  void saysWhatIsWrong(String name, String json, Kind kind, String message) {
    assertThatThrownBy(() -> parse(with(name, json)))
        .isInstanceOfSatisfying(
            InvalidMetadataException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"fill_value", "codecs", "shape", "data_type", "chunk_grid", "chunk_key_encoding"})
  void whatIsMissingIsNamed(String name) {
    Map<String, String> fields = new LinkedHashMap<>(VALID);
    fields.remove(name);
    assertThatThrownBy(() -> parse(fields))
        .isInstanceOfSatisfying(
            InvalidMetadataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContainingAll(name, "missing");
  }

  @Test
  void whatNeedNotBeUnderstoodIsNot() throws Exception {
    Map<String, String> fields =
        with("novelty", "{\"must_understand\": false}", "storage_transformers", "[]");
    assertThat(parse(fields).rank()).isEqualTo(2);
  }
}
