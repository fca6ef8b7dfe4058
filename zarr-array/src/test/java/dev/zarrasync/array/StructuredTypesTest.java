package dev.zarrasync.array;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Field;
import dev.zarrasync.codec.DataType.Kind;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of structures: their names, types, and where they are in an element. */
class StructuredTypesTest {

  private static byte[] v2(String dtype) {
    return """
        {"zarr_format": 2, "shape": [4], "chunks": [2], "dtype": %s, "compressor": null,
         "fill_value": null, "order": "C", "filters": null}
        """
        .formatted(dtype)
        .getBytes(UTF_8);
  }

  private static byte[] v3(String fields, String endian) {
    return """
        {"zarr_format": 3, "node_type": "array", "shape": [4], "fill_value": "AAAAAAAAAAAAAA==",
         "data_type": {"name": "structured", "configuration": {"fields": %s}},
         "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
         "chunk_key_encoding": {"name": "default"},
         "codecs": [{"name": "bytes", "configuration": {"endian": "%s"}}]}
        """
        .formatted(fields, endian)
        .getBytes(UTF_8);
  }

  private static List<Field> fields(byte[] json) throws IOException {
    return ArrayMetadata.parse(json).type().fields();
  }

  private static Field field(String name, Kind kind, int size, ByteOrder order, int offset) {
    return new Field(name, new DataType(kind, size, order), offset, List.of());
  }

  @Test
  void fieldsOfV2HaveTheirOwnByteOrder() throws IOException {
    assertThat(fields(v2("[[\"id\", \">u2\"], [\"value\", \"<f8\"], [\"name\", \"<U3\"]]")))
        .containsExactly(
            field("id", Kind.UNSIGNED, 2, BIG_ENDIAN, 0),
            field("value", Kind.FLOATING, 8, LITTLE_ENDIAN, 2),
            field("name", Kind.FIXED_STRING, 12, LITTLE_ENDIAN, 10));
  }

  @Test
  void aFieldMayBeAnArrayOrAStructure() throws IOException {
    DataType type =
        ArrayMetadata.parse(
                v2(
                    """
                    [["m", "<i4", [2, 3]], ["row", "<i2", 5], ["in", [["x", "|i1"], ["y", "<f4"]]]]
                    """))
            .type();

    DataType inner = type.fields().get(2).type();
    assertThat(type.kind()).isEqualTo(Kind.RAW);
    assertThat(type.size()).isEqualTo(24 + 10 + 5);
    assertThat(type.fields())
        .containsExactly(
            new Field("m", new DataType(Kind.SIGNED, 4, LITTLE_ENDIAN), 0, List.of(2, 3)),
            new Field("row", new DataType(Kind.SIGNED, 2, LITTLE_ENDIAN), 24, List.of(5)),
            new Field("in", inner, 34, List.of()));
    assertThat(inner.fields())
        .containsExactly(
            field("x", Kind.SIGNED, 1, ByteOrder.nativeOrder(), 0),
            field("y", Kind.FLOATING, 4, LITTLE_ENDIAN, 1));
  }

  /** NumPy describes padding as a field without a name, and a title before a name. */
  @Test
  void paddingIsNoField() throws IOException {
    assertThat(fields(v2("[[[\"the x\", \"x\"], \">i2\"], [\"\", \"|V6\"], [\"y\", \">f8\"]]")))
        .containsExactly(
            field("x", Kind.SIGNED, 2, BIG_ENDIAN, 0), field("y", Kind.FLOATING, 8, BIG_ENDIAN, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[-1]", "[2.5]", "[\"x\"]", "[[1]]", "[65536, 65536]"})
  void aShapeIsOfLengthsThatFit(String shape) {
    assertThatThrownBy(() -> fields(v2("[[\"a\", \"<i4\", " + shape + "]]")))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContaining("is not supported");
  }

  @Test
  void fieldsOfV3HaveTheByteOrderOfTheCodec() throws IOException {
    String nested =
        """
        [["a", "int16"], ["b", {"name": "structured", "configuration": {"fields":
          [["x", "float32"], ["y", "r32"]]}}]]
        """;
    for (String endian : List.of("little", "big")) {
      ByteOrder order = endian.equals("big") ? BIG_ENDIAN : LITTLE_ENDIAN;
      List<Field> fields = fields(v3(nested, endian));

      assertThat(fields).first().isEqualTo(field("a", Kind.SIGNED, 2, order, 0));
      assertThat(fields.get(1).offset()).isEqualTo(2);
      assertThat(fields.get(1).type().fields())
          .containsExactly(
              field("x", Kind.FLOATING, 4, order, 0), field("y", Kind.RAW, 4, order, 4));
    }
  }

  @Test
  void typesThatAreNoStructuresHaveNoFields() throws IOException {
    assertThat(fields(v2("\"<i4\""))).isEmpty();
    assertThat(fields(v2("\"|V8\""))).isEmpty();
  }

  @Test
  void elementsAreReadByTheirFields() {
    AsyncStore store = new MemoryStore();
    store.put("a/zarr.json", v3("[[\"id\", \"int16\"], [\"value\", \"float64\"]]", "big")).join();
    ByteBuffer chunk = ByteBuffer.allocate(20).order(BIG_ENDIAN);
    chunk.putShort((short) 7).putDouble(0.5).putShort((short) 8).putDouble(-2);
    store.put("a/c/1", chunk.array()).join();

    AsyncArray array = AsyncArray.open(store, "a").join();
    DataType type = array.metadata().type();
    byte[] elements = (byte[]) array.read(new long[] {1}, new int[] {3}).join();

    Field value = type.fields().get(1);
    ByteBuffer bytes = ByteBuffer.wrap(elements).order(value.type().order());
    assertThat(value.name()).isEqualTo("value");
    assertThat(bytes.getDouble(value.offset())).isZero();
    assertThat(bytes.getDouble(type.size() + value.offset())).isEqualTo(0.5);
    assertThat(bytes.getDouble(2 * type.size() + value.offset())).isEqualTo(-2);
  }

  @Test
  void anotherByteOrderIsThatOfTheFields() throws IOException {
    DataType type = ArrayMetadata.parse(v2("[[\"a\", \">i2\"], [\"b\", \"<i4\"]]")).type();

    assertThat(type.order(LITTLE_ENDIAN).fields())
        .containsExactly(
            field("a", Kind.SIGNED, 2, LITTLE_ENDIAN, 0),
            field("b", Kind.SIGNED, 4, LITTLE_ENDIAN, 2));
  }
}
