package ucar.ma2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrUtils;
import com.bc.zarr.storage.InMemoryStore;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stock JZarr writes and reads through these types. */
class JZarrTest {

  private static final int[] SHAPE = {5, 7};
  private static final int[] CHUNKS = {3, 4};
  private static final Compressor ZLIB = CompressorFactory.create("zlib", "level", 1);

  private static ArrayParams params(com.bc.zarr.DataType type) {
    return new ArrayParams().shape(SHAPE).chunks(CHUNKS).dataType(type).compressor(ZLIB);
  }

  private static ZarrArray create(com.bc.zarr.DataType type) throws IOException {
    return ZarrArray.create(new InMemoryStore(), params(type));
  }

  /** The numbers 0, 1, 2, ... as a buffer of JZarr. */
  private static Object counting(com.bc.zarr.DataType type) {
    Object buffer = ZarrUtils.createDataBuffer(type, SHAPE);
    IndexIterator elements = array(buffer, SHAPE).getIndexIterator();
    for (int i = 0; elements.hasNext(); i++) {
      elements.setIntNext(i);
    }
    return buffer;
  }

  private static Array array(Object buffer, int... shape) {
    return Array.factory(
        DataType.getType(buffer.getClass().getComponentType(), false), shape, buffer);
  }

  private static Object ints(Object buffer) {
    return array(buffer, java.lang.reflect.Array.getLength(buffer)).get1DJavaArray(DataType.INT);
  }

  static Stream<Arguments> formats() {
    return Stream.of(com.bc.zarr.DataType.values())
        .flatMap(
            type ->
                Stream.of(ZLIB, CompressorFactory.nullCompressor)
                    .flatMap(
                        compressor ->
                            Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                                .map(order -> Arguments.of(type, compressor, order))));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsBackWhatItWrote(com.bc.zarr.DataType type, Compressor compressor, ByteOrder order)
      throws Exception {
    InMemoryStore store = new InMemoryStore();
    ZarrArray.create(store, params(type).compressor(compressor).byteOrder(order))
        .write(counting(type), SHAPE, new int[2]);

    ZarrArray opened = ZarrArray.open(store);

    assertThat(opened.read()).isEqualTo(counting(type));
    assertThat(ints(opened.read(new int[] {2, 3}, new int[] {2, 3})))
        .isEqualTo(new int[] {17, 18, 19, 24, 25, 26});
  }

  @ParameterizedTest
  @EnumSource
  void readsTheFillValueOfAChunkThatIsNotThere(com.bc.zarr.DataType type) throws Exception {
    ZarrArray zarr = ZarrArray.create(new InMemoryStore(), params(type).fillValue(9));

    Array read = array(zarr.read(), SHAPE);

    assertThat(MAMath.getMinimum(read)).isEqualTo(9);
    assertThat(MAMath.getMaximum(read)).isEqualTo(9);
  }

  @Test
  void readsZerosIfThereIsNoFillValue() throws Exception {
    ZarrArray zarr =
        ZarrArray.create(new InMemoryStore(), params(com.bc.zarr.DataType.i4).fillValue(null));

    assertThat(zarr.read()).isEqualTo(new int[35]);
  }

  @ParameterizedTest
  @EnumSource
  void writesANumberToAllElementsOrSome(com.bc.zarr.DataType type) throws Exception {
    ZarrArray zarr = create(type);

    zarr.write(3);
    zarr.write(4, new int[] {1, 7}, new int[] {4, 0});

    assertThat(MAMath.sumDouble(array(zarr.read(), SHAPE))).isEqualTo(28 * 3 + 7 * 4);
  }

  @Test
  void writesANumberToAWholeChunk() throws Exception {
    ZarrArray zarr = create(com.bc.zarr.DataType.u1);

    zarr.write(200, CHUNKS, new int[2]);

    assertThat(zarr.read(new int[] {1, 1})).isEqualTo(new byte[] {(byte) 200});
  }

  @ParameterizedTest
  @EnumSource
  void convertsToTheTypeOfTheBuffer(com.bc.zarr.DataType type) throws Exception {
    ZarrArray zarr = create(type);
    zarr.write(counting(type), SHAPE, new int[2]);

    for (Object buffer :
        new Object[] {
          new byte[35],
          new short[35],
          new int[35],
          new long[35],
          new float[35],
          new double[35],
          new char[35]
        }) {
      zarr.read(buffer, SHAPE);

      Array read = array(buffer, SHAPE);
      assertThat(read.get1DJavaArray(DataType.INT)).isEqualTo(counting(com.bc.zarr.DataType.i4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void convertsFromTheTypeOfTheBuffer(com.bc.zarr.DataType type) throws Exception {
    for (com.bc.zarr.DataType source : com.bc.zarr.DataType.values()) {
      ZarrArray zarr = create(type);

      zarr.write(counting(source), SHAPE, new int[2]);

      assertThat(zarr.read()).isEqualTo(counting(type));
    }
  }

  @Test
  void convertsAWholeChunkFromTheTypeOfTheBuffer() throws Exception {
    ZarrArray zarr = create(com.bc.zarr.DataType.i2);

    zarr.write(new double[] {1.5, -2.5, 70000, 4, 5, 6, 7, 8, 9, 10, 11, 12}, CHUNKS, new int[2]);

    assertThat(zarr.read(new int[] {1, 4})).isEqualTo(new short[] {1, -2, 4464, 4});
  }

  @Test
  void failsForBuffersThatNoNumberConvertsTo() throws Exception {
    ZarrArray zarr = create(com.bc.zarr.DataType.i4);

    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> zarr.read(new boolean[35], SHAPE));
    assertThatExceptionOfType(ForbiddenConversionException.class)
        .isThrownBy(() -> zarr.read(new String[35], SHAPE));
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> zarr.read(new Integer[35], SHAPE));
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> zarr.read(new Object[35], SHAPE));
  }

  @Test
  void failsForAPartThatIsOutOfBounds() throws Exception {
    ZarrArray zarr = create(com.bc.zarr.DataType.i4);

    assertThatExceptionOfType(InvalidRangeException.class)
        .isThrownBy(() -> zarr.read(new int[] {2, 2}, new int[] {0, -4}));
  }
}
