package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucar.ma2.InvalidRangeException;

/** Reads and writes give what stock JZarr gives on the same bytes, for thousands of regions. */
class JZarrEquivalenceTest {

  private static final int ARRAYS = 60;
  private static final int REGIONS = 60;
  private static final List<Class<?>> WRITABLE_TYPES =
      List.of(byte.class, short.class, int.class, long.class, float.class, double.class);
  private static final List<Class<?>> READABLE_TYPES =
      Stream.concat(WRITABLE_TYPES.stream(), Stream.of(char.class)).toList();
  private static final List<Number> FLOATING_FILL_VALUES =
      List.of(0, -1, 42, 70_000, 1.5, Double.NaN, Double.NEGATIVE_INFINITY, 1L << 40, 1e40);

  /** An array on a store of its own, seen by both. */
  private record Pair(ZarrArray stock, ZarrArray ours, String description) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyRegionReadsAsStockJZarrReadsIt(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < ARRAYS; i++) {
      Pair pair = randomArray(random, new MemoryStore());
      writeSome(random, pair.stock);
      for (int j = 0; j < REGIONS; j++) {
        int[] shape = randomShape(random, pair.ours);
        int[] offset = randomOffset(random, pair.ours);
        Object stock = buffer(random, pair.stock, shape, READABLE_TYPES);
        Object ours = clone(stock);
        String failure = failure(() -> pair.stock.read(stock, shape, offset));
        String description = describe(pair, shape, offset, stock);
        if (isWholeChunkOfAnotherType(pair.stock, stock, failure)) {
          continue;
        }
        assertThat(failure(() -> pair.ours.read(ours, shape, offset)))
            .as(description)
            .isEqualTo(failure);
        if (failure == null) {
          assertThat(ours).as(description).isEqualTo(stock);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void whatIsWrittenReadsAsIfStockJZarrHadWrittenIt(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < ARRAYS; i++) {
      long arraySeed = random.nextLong();
      MemoryStore stockStore = new MemoryStore();
      MemoryStore ourStore = new MemoryStore();
      Pair stock = randomArray(new Random(arraySeed), stockStore);
      Pair ours = randomArray(new Random(arraySeed), ourStore);
      for (int j = 0; j < REGIONS / 4; j++) {
        int[] shape = randomShape(random, ours.ours);
        int[] offset = randomOffset(random, ours.ours);
        Object values = buffer(random, stock.stock, shape, WRITABLE_TYPES);
        // Where there is nothing to write, JZarr fails after some chunks, ours before the first.
        if (failure(() -> ours.ours.write(values, shape, offset)) == null) {
          stock.stock.write(values, shape, offset);
        }
      }
      int[] all = enlarged(ours.ours);
      assertThat(ours.stock.read(all)).as(ours.description).isEqualTo(stock.stock.read(all));
      assertThat(ours.ours.read(all)).as(ours.description).isEqualTo(stock.stock.read(all));
    }
  }

  @Test
  void aZlibStreamThatBytesFollowReadsAsStockJZarrReadsIt() throws Exception {
    MemoryStore store = new MemoryStore();
    ArrayParams params =
        new ArrayParams()
            .shape(4)
            .chunks(4)
            .dataType(DataType.i4)
            .compressor(CompressorFactory.create("zlib", "level", 1));
    ZarrArray stock = ZarrArray.create(new StockJZarr(store), params);
    stock.write(new int[] {1, 2, 3, 4}, new int[] {4}, new int[] {0});
    byte[] chunk = ((Fetched.Found) store.get("0").join()).bytes();
    store.put("0", Arrays.copyOf(chunk, chunk.length + 7)).join();

    int[] all = {4};
    assertThat(stock.read(all)).isEqualTo(new int[] {1, 2, 3, 4});
    assertThat(JZarrs.openArray(store, "").read(all)).isEqualTo(new int[] {1, 2, 3, 4});
    assertThat(ZarrArray.open(JZarrs.asJZarrStore(store)).read(all))
        .isEqualTo(new int[] {1, 2, 3, 4});
  }

  private static Pair randomArray(Random random, MemoryStore store) throws IOException {
    int rank = 1 + random.nextInt(5);
    int most = new int[] {60, 14, 8, 5, 4}[rank - 1];
    int[] shape = random.ints(rank, 1, most + 1).toArray();
    int[] chunks = random.ints(rank, 1, most / 2 + 2).toArray();
    DataType type = pick(random, List.of(DataType.values()));
    ArrayParams params =
        new ArrayParams()
            .shape(shape)
            .chunks(chunks)
            .dataType(type)
            .byteOrder(pick(random, List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)))
            .dimensionSeparator(pick(random, List.of(DimensionSeparator.values())))
            .compressor(randomCompressor(random))
            .fillValue(pick(random, fillValues(type)));
    ZarrArray.create(new StockJZarr(store), params);
    ZarrArray stock = ZarrArray.open(new StockJZarr(store));
    ListPolicy policy = pick(random, List.of(ListPolicy.values()));
    ZarrArray ours = JZarrs.openArray(store, "", ArrayOptions.DEFAULT.listPolicy(policy));
    return new Pair(stock, ours, stock + ", " + policy);
  }

  private static List<Number> fillValues(DataType type) {
    return switch (type) {
      case f8, f4 -> FLOATING_FILL_VALUES;
      case i8 -> List.of(0, -1, 42, 1L << 40, Long.MIN_VALUE);
      case i4 -> List.of(0, -1, 70_000, Integer.MIN_VALUE);
      case u4 -> List.of(0, 42, 70_000, 0xFFFF_FFFFL);
      case i2 -> List.of(0, -1, Short.MIN_VALUE);
      case u2 -> List.of(0, 42, 65_535);
      case i1 -> List.of(0, -1, Byte.MIN_VALUE);
      case u1 -> List.of(0, 42, 255);
    };
  }

  private static Compressor randomCompressor(Random random) {
    return random.nextBoolean()
        ? CompressorFactory.nullCompressor
        : CompressorFactory.create("zlib", "level", 1);
  }

  private static void writeSome(Random random, ZarrArray array) throws Exception {
    for (int i = 0; i < 3; i++) {
      int[] offset = Arrays.stream(array.getShape()).map(random::nextInt).toArray();
      int[] shape = array.getShape();
      for (int d = 0; d < shape.length; d++) {
        shape[d] = 1 + random.nextInt(shape[d] - offset[d]);
      }
      array.write(buffer(random, array, shape, WRITABLE_TYPES), shape, offset);
    }
  }

  /** Past the shape, past the grid, and now and then empty. */
  private static int[] randomShape(Random random, ZarrArray array) {
    if (random.nextInt(8) == 0) {
      return array.getChunks();
    }
    int[] shape = Arrays.stream(array.getShape()).map(n -> 1 + random.nextInt(n + 3)).toArray();
    if (random.nextInt(12) == 0) {
      shape[random.nextInt(shape.length)] = 0;
    }
    return shape;
  }

  /** Negative, inside, past the shape and past the grid. */
  private static int[] randomOffset(Random random, ZarrArray array) {
    int[] shape = array.getShape();
    int[] chunks = array.getChunks();
    int[] offset = new int[shape.length];
    int style = random.nextInt(4);
    for (int d = 0; d < shape.length; d++) {
      offset[d] =
          switch (style) {
            case 0 -> 0;
            case 1 -> random.nextInt(shape[d]);
            case 2 -> chunks[d] * random.nextInt(3);
            default -> random.nextInt(shape[d] + 4 * chunks[d]) - 2 * chunks[d];
          };
    }
    return offset;
  }

  private static int[] enlarged(ZarrArray array) {
    int[] shape = array.getShape();
    int[] chunks = array.getChunks();
    for (int d = 0; d < shape.length; d++) {
      shape[d] += chunks[d];
    }
    return shape;
  }

  /** Most often of the array's own type; with values in it, to see what a read leaves alone. */
  private static Object buffer(Random random, ZarrArray array, int[] shape, List<Class<?>> types) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    Class<?> type = random.nextInt(3) > 0 ? type(array) : pick(random, types);
    Object buffer = Array.newInstance(type, size);
    for (int i = 0; i < size; i++) {
      int value = random.nextInt(400) - 200;
      if (type == char.class) {
        Array.setChar(buffer, i, (char) value);
      } else if (type == byte.class) {
        Array.setByte(buffer, i, (byte) value);
      } else if (type == short.class) {
        Array.setShort(buffer, i, (short) (value * 150));
      } else if (type == float.class || type == double.class) {
        Array.setFloat(buffer, i, value * 1234.567f);
      } else {
        Array.setInt(buffer, i, value * 9_999_999);
      }
    }
    return buffer;
  }

  private static Class<?> type(ZarrArray array) {
    return switch (array.getDataType()) {
      case f8 -> double.class;
      case f4 -> float.class;
      case i8 -> long.class;
      case i4, u4 -> int.class;
      case i2, u2 -> short.class;
      case i1, u1 -> byte.class;
    };
  }

  private static boolean isWholeChunkOfAnotherType(
      ZarrArray array, Object buffer, @Nullable String failure) {
    return failure != null
        && failure.contains("ArrayStoreException")
        && buffer.getClass().getComponentType() != type(array);
  }

  private static Object clone(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  private interface Action {
    void run() throws IOException, InvalidRangeException;
  }

  private static @Nullable String failure(Action action) {
    try {
      action.run();
      return null;
    } catch (IOException | InvalidRangeException | RuntimeException e) {
      // Which numbers a message has depends on which chunk JZarr comes to first.
      return e instanceof InvalidRangeException
          ? e.getClass().getName()
          : e.toString().replaceFirst(" \\(array '.*", ""); // Ours says where.
    }
  }

  private static String describe(Pair pair, int[] shape, int[] offset, Object buffer) {
    return "%s region %s at %s into %s"
        .formatted(
            pair.description,
            Arrays.toString(shape),
            Arrays.toString(offset),
            buffer.getClass().getSimpleName());
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
