package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.DataType.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codecs by their names and options in Zarr v3. */
class V3CodecsTest {

  private static Elements elements(String type, int... shape) {
    return new Elements(NumberType.of(type).type(), shape);
  }

  private static byte[] bytes(int... bytes) {
    byte[] result = new byte[bytes.length];
    IntStream.range(0, bytes.length).forEach(i -> result[i] = (byte) bytes[i]);
    return result;
  }

  @Test
  void bytesChangesNothing() throws Exception {
    Codec codec = Codecs.ofV3("bytes", Map.of("endian", "big"), elements(">i2", 2));

    assertThat(codec.isIdentity()).isTrue();
    assertThat(codec.encode(bytes(1, 2, 3, 4))).isEqualTo(bytes(1, 2, 3, 4));
    assertThat(codec.decode(bytes(1, 2, 3, 4))).isEqualTo(bytes(1, 2, 3, 4));
    assertInvalid("bytes", Map.of("endian", "middle"), elements("<i2", 1), "endian");
    var strings = new Elements(new DataType(Kind.STRING, 0, ByteOrder.LITTLE_ENDIAN), new int[1]);
    assertInvalid("bytes", Map.of(), strings, "elements of one length");
  }

  @Test
  void packsBooleansFromTheLowestBit() throws Exception {
    Codec codec = Codecs.ofV3("packbits", Map.of(), elements("bool", 10));
    byte[] raw = bytes(1, 0, 1, 1, 0, 0, 0, 0, 0, 1);

    assertThat(codec.encode(raw)).isEqualTo(bytes(0b1101, 0b10));
    assertThat(codec.decode(bytes(0b1101, 0b10), 10)).isEqualTo(raw);
    assertThatThrownBy(() -> codec.decode(bytes(0b1101), 10))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("10 numbers are packed in 1 bytes instead of 2");
    assertThatThrownBy(() -> codec.decode(bytes(0b1101))).isInstanceOf(IOException.class);
  }

  @Test
  void packsBooleansFromTheHighestBitAsNumcodecs() throws Exception {
    Codec codec = Codecs.ofV3("numcodecs.packbits", Map.of(), elements("bool", 10));

    assertThat(codec.encode(bytes(1, 0, 1, 1, 0, 0, 0, 0, 0, 1)))
        .isEqualTo(bytes(6, 0b10110000, 0b01000000));
  }

  @Test
  void tellsThePaddingWhereItIsToldTo() throws Exception {
    var first = Map.of("padding_encoding", "first_byte", "last_bit", 2);
    var last = Map.of("padding_encoding", "last_byte", "first_bit", 1, "last_bit", 3);

    Codec firstByte = Codecs.ofV3("packbits", first, elements("uint8", 2));
    assertThat(firstByte.encode(bytes(5, 3))).isEqualTo(bytes(2, 0b011_101));
    assertThat(firstByte.decode(bytes(2, 0b011_101), 2)).isEqualTo(bytes(5, 3));
    assertThatThrownBy(() -> firstByte.decode(bytes(3, 0b011_101), 2))
        .hasMessage("The packed chunk tells a padding of 3 bits instead of 2");
    Codec lastByte = Codecs.ofV3("packbits", last, elements("int8", 2));
    assertThat(lastByte.encode(bytes(-2, 6))).isEqualTo(bytes(0b011_111, 2));
    assertThat(lastByte.decode(bytes(0b011_111, 2), 2)).isEqualTo(bytes(-2, 6));
  }

  @Test
  void packsThePartsOfComplexNumbers() throws Exception {
    var complex = new Elements(new DataType(Kind.COMPLEX, 8, ByteOrder.BIG_ENDIAN), new int[] {1});
    Codec codec = Codecs.ofV3("packbits", Map.of("first_bit", 16), complex);

    assertThat(codec.encode(bytes(0x3f, 0x80, 0, 0, 0x40, 0x49, 0, 0)))
        .isEqualTo(bytes(0x80, 0x3f, 0x49, 0x40));
    assertThat(codec.output(complex).bytes()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1024, 1024",
    "1280, 1280",
    "1664, 1536",
    "1685, 1792",
    "123145182, 117440512",
    "-1, -536870912"
  })
  void roundsIntegersFromTheirHighestBit(int number, int rounded) throws Exception {
    Codec codec = Codecs.ofV3("bitround", Map.of("keepbits", 3), elements("int32", 1));
    byte[] raw = new byte[4];
    LittleEndian.putInt(raw, 0, number);

    assertThat(LittleEndian.getInt(codec.encode(raw), 0)).isEqualTo(rounded);
  }

  @Test
  void roundsThePartsOfComplexNumbers() throws Exception {
    DataType complex = new DataType(Kind.COMPLEX, 8, ByteOrder.LITTLE_ENDIAN);
    Codec codec =
        Codecs.ofV3("bitround", Map.of("keepbits", 0), new Elements(complex, new int[] {1}));

    assertThat(codec.encode(bytes(1, 0, 0x80, 0x3f, 0, 0, 0x20, 0x40)))
        .isEqualTo(bytes(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40));
  }

  @Test
  void numbersHaveTheOrderOfTheInput() throws Exception {
    Codec codec =
        Codecs.ofV3(
            "numcodecs.delta", Map.of("dtype", "<i2", "astype", "int32"), elements(">i2", 2));

    assertThat(codec.encode(bytes(1, 2, 1, 3))).isEqualTo(bytes(0, 0, 1, 2, 0, 0, 0, 1));
  }

  @Test
  void numbersHaveTheTypeOfTheInputWhereNoOptionSays() throws Exception {
    Codec codec = Codecs.ofV3("numcodecs.delta", Map.of(), elements(">u2", 2));

    assertThat(codec.decode(bytes(0, 255, 0, 2))).isEqualTo(bytes(0, 255, 1, 1));
    Codec shuffle = Codecs.ofV3("numcodecs.shuffle", Map.of(), elements("<u2", 2));
    assertThat(shuffle.encode(bytes(1, 2, 3, 4))).isEqualTo(bytes(1, 3, 2, 4));
  }

  @Test
  void bloscHasNamesForItsShuffle() throws Exception {
    byte[] raw = RawChunks.smooth(4000, 4);
    var names = Map.of("noshuffle", 0, "shuffle", 1, "bitshuffle", 2);
    for (var name : names.entrySet()) {
      var configuration =
          Map.of(
              "cname", "lz4", "clevel", 5, "shuffle", name.getKey(), "typesize", 4, "blocksize", 0);
      Codec codec = Codecs.ofV3("blosc", configuration, Elements.ofBytes(4000));
      assertThat(codec.encode(raw))
          .isEqualTo(Codecs.blosc(new BloscOptions("lz4", 5, name.getValue(), 0, 4)).encode(raw));
    }
    assertInvalid("blosc", Map.of("shuffle", 1), Elements.ofBytes(4), "shuffle");
  }

  @Test
  void roundsNothingThatHasNoMoreBits() throws Exception {
    Codec floats = Codecs.ofV3("bitround", Map.of("keepbits", 60), elements("float32", 1));
    Codec integers = Codecs.ofV3("bitround", Map.of("keepbits", 60), elements("int8", 1));

    assertThat(floats.encode(bytes(1, 2, 3, 4))).isEqualTo(bytes(1, 2, 3, 4));
    assertThat(integers.encode(bytes(-1))).isEqualTo(bytes(-1));
    assertInvalid("bitround", Map.of("keepbits", -1), elements("float32", 1), "at least 0");
    assertInvalid("bitround", Map.of("keepbits", 0), elements("int8", 1), "at least 1");
  }

  @Test
  void aTypeMayBeAnObject() throws Exception {
    var type = Map.of("data_type", Map.of("name", "uint8"));

    assertThat(Codecs.ofV3("cast_value", type, elements(">i2", 1)).encode(bytes(0, 200)))
        .isEqualTo(bytes(200));
  }

  @Test
  void aCastThatIsOutOfRangeIsAnError() {
    Codec codec = Codecs.ofV3("cast_value", Map.of("data_type", "uint8"), elements("<i2", 1));

    assertThatThrownBy(() -> codec.encode(bytes(0, 1)))
        .isInstanceOf(IOException.class)
        .hasMessage("cast_value cannot cast 256: it is out of range");
    var wrap = Map.of("data_type", "float32", "out_of_range", "wrap");
    assertInvalid("cast_value", wrap, elements("<f8", 1), "out_of_range");
    assertInvalid("cast_value", Map.of(), elements("<f8", 1), "data_type");
    var later = Map.of("data_type", "uint8", "dither", true);
    assertInvalid("cast_value", later, elements("<f8", 1), "not known here: dither");
    assertInvalid("cast_value", Map.of("data_type", "uint8"), elements("bool", 1), "integers");
    var map =
        Map.of("data_type", "uint8", "scalar_map", Map.of("encode", List.of(List.of(1, 256))));
    assertInvalid("cast_value", map, elements("<f8", 1), "256");
  }

  @Test
  void aNumberThatIsNoNumberIsCastByTheMapAlone() throws Exception {
    var map = Map.of("encode", List.of(List.of("NaN", 9), List.of("-Infinity", 8)));
    Codec codec =
        Codecs.ofV3(
            "cast_value", Map.of("data_type", "uint8", "scalar_map", map), elements("<f4", 2));

    assertThat(codec.encode(bytes(0, 0, 0xc0, 0x7f, 0, 0, 0x80, 0xff))).isEqualTo(bytes(9, 8));
    assertThatThrownBy(() -> codec.encode(bytes(0, 0, 0x80, 0x7f)))
        .hasMessage("cast_value cannot cast Infinity: it is out of range");
  }

  @ParameterizedTest
  @CsvSource({
    "uint8, 1, 3, 0, '0 - 1'",
    "uint8, 1, 3, 200, '199 * 3'",
    "int8, -1, 1, 127, '127 - -1'",
    "int64, 0, 2, 127, ''"
  })
  void whatIsNoIntegerOfItsTypeIsAnError(
      String type, int offset, int scale, int number, String error) throws Exception {
    NumberType numbers = NumberType.of(type);
    Codec codec =
        Codecs.ofV3("scale_offset", Map.of("offset", offset, "scale", scale), elements(type, 1));
    Numbers raw = numbers.allocate(1);
    raw.putBits(0, number);
    if (error.isEmpty()) {
      assertThat(codec.decode(codec.encode(raw.bytes()))).isEqualTo(raw.bytes());
    } else {
      assertThatThrownBy(() -> codec.encode(raw.bytes()))
          .hasMessage(error + " in scale_offset is no integer of the type of its numbers");
    }
  }

  @Test
  void aQuotientThatIsNoIntegerIsAnError() {
    Codec codec = Codecs.ofV3("scale_offset", Map.of("scale", 3), elements("int8", 1));

    assertThatThrownBy(() -> codec.decode(bytes(7)))
        .hasMessage("7 / 3 in scale_offset is no integer of the type of its numbers");
    Codec zero = Codecs.ofV3("scale_offset", Map.of("scale", 0), elements("int8", 1));
    assertThatThrownBy(() -> zero.decode(bytes(7))).hasMessage("The scale of scale_offset is 0");
    assertInvalid("scale_offset", Map.of("offset", 0.5), elements("int8", 1), "0.5");
    assertInvalid("scale_offset", Map.of("scale", 128), elements("int8", 1), "128");
    var manyDigits = Map.of("scale", "1e999999999");
    assertInvalid("scale_offset", manyDigits, elements("int64", 1), "1e999999999");
  }

  @Test
  void transposesStrings() throws Exception {
    DataType type = new DataType(Kind.STRING, 0, ByteOrder.LITTLE_ENDIAN);
    var input = new Elements(type, new int[] {2, 3});
    Codec codec =
        Codecs.chain(
            input,
            List.of(
                Codecs.ofV3("transpose", Map.of("order", List.of(1, 0)), input),
                Codecs.ofV3("vlen-utf8", Map.of(), input)));

    byte[] encoded = codec.encode(strings("a", "bb", "", "d", "eee", "f"));

    assertThat(encoded).isEqualTo(strings("a", "d", "bb", "eee", "", "f"));
    assertThat(codec.decode(encoded)).isEqualTo(strings("a", "bb", "", "d", "eee", "f"));
    assertThatThrownBy(() -> codec.decode(strings("a")))
        .hasMessage("The chunk has 1 strings or arrays instead of 6");
  }

  private static byte[] strings(String... strings) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(bytes(strings.length, 0, 0, 0));
    for (String string : strings) {
      bytes.writeBytes(bytes(string.length(), 0, 0, 0));
      bytes.writeBytes(string.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void transposesByNamesAsWell() throws Exception {
    Codec codec = Codecs.ofV3("transpose", Map.of("order", "F"), elements("int8", 2, 3));

    assertThat(codec.encode(bytes(1, 2, 3, 4, 5, 6))).isEqualTo(bytes(1, 4, 2, 5, 3, 6));
    assertThat(codec.output(elements("int8", 2, 3)).shape()).containsExactly(3, 2);
    assertThat(Codecs.ofV3("transpose", Map.of("order", "C"), elements("int8", 2, 3)).isIdentity())
        .isTrue();
    for (Object order : List.of(List.of(0), List.of(0, 0), List.of(0, 2), List.of("0", "1"), "A")) {
      assertInvalid("transpose", Map.of("order", order), elements("int8", 2, 3), "order");
    }
  }

  @Test
  void aTransposedChunkKeepsItsPlaceWhereLongerDimensionsDo() throws Exception {
    Elements input = elements("int8", 2, 1, 3);
    Codec codec = Codecs.ofV3("transpose", Map.of("order", List.of(1, 0, 2)), input);

    assertThat(codec.isIdentity()).isTrue();
    assertThat(Codecs.chain(input, List.of(codec)).isIdentity()).isTrue();
    assertThat(codec.output(input).shape()).containsExactly(1, 2, 3);
  }

  @Test
  void namesOfTheOtherVersionAreNotSupported() {
    assertInvalid("zlib", Map.of(), Elements.ofBytes(1), "not supported in Zarr v3");
    assertInvalid("numcodecs.bytes", Map.of(), Elements.ofBytes(1), "not supported in Zarr v3");
    assertThatThrownBy(() -> Codecs.of("transpose", Map.of(), Elements.ofBytes(1)))
        .hasMessageContaining("not supported in Zarr v2");
  }

  private static void assertInvalid(
      String name, Map<String, ?> configuration, Elements input, String message) {
    assertThatThrownBy(() -> Codecs.ofV3(name, configuration, input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message);
  }
}
