package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.memory.MemoryStore;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucar.ma2.InvalidRangeException;

/** JZarr over the drop-in store does what it does over a store of its own, for random regions. */
class DropInEquivalenceTest {

  private static final int ARRAYS = 25;
  private static final int REGIONS = 25;
  private static final List<DataType> TYPES = List.of(DataType.values());

  private MemoryStore theirs = new MemoryStore();
  private MemoryStore ours = new MemoryStore();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anArrayThatIsOpened(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < ARRAYS; i++) {
      theirs = new MemoryStore();
      ours = new MemoryStore();
      ArrayParams params = randomParams(random);
      ZarrArray.create(new StockJZarr(theirs), params);
      ZarrArray.create(new StockJZarr(ours), params);
      compare(
          random,
          ZarrArray.open(new StockJZarr(theirs)),
          ZarrArray.open(JZarrs.asJZarrStore(ours)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void anArrayThatIsCreated(long seed) throws Exception {
    Random random = new Random(seed);
    JZarrStore store = JZarrs.asJZarrStore(ours);
    for (int i = 0; i < ARRAYS; i++) {
      ArrayParams params = randomParams(random);
      compare(
          random,
          ZarrArray.create(new StockJZarr(theirs), params),
          ZarrArray.create(store, params));
    }
  }

  private void compare(Random random, ZarrArray stock, ZarrArray dropIn) throws Exception {
    for (int j = 0; j < REGIONS; j++) {
      int[] shape = randomShape(random, stock);
      int[] offset = randomOffset(random, stock);
      String description =
          "%s region %s at %s".formatted(stock, Arrays.toString(shape), Arrays.toString(offset));
      if (random.nextInt(3) == 0) {
        int value = random.nextInt(100);
        assertThat(failure(() -> dropIn.write(value, shape, offset)))
            .as(description)
            .isEqualTo(failure(() -> stock.write(value, shape, offset)));
      }
      Object[] read = new Object[2];
      assertThat(failure(() -> read[0] = dropIn.read(shape, offset)))
          .as(description)
          .isEqualTo(failure(() -> read[1] = stock.read(shape, offset)));
      assertThat(read[0]).as(description).isEqualTo(read[1]);
    }
    assertThat(ZarrArray.open(new StockJZarr(ours)).read())
        .as(stock.toString())
        .isEqualTo(ZarrArray.open(new StockJZarr(theirs)).read());
  }

  private static ArrayParams randomParams(Random random) {
    int rank = 1 + random.nextInt(4);
    int most = new int[] {60, 14, 8, 5}[rank - 1];
    DataType type = TYPES.get(random.nextInt(TYPES.size()));
    int least = type.name().startsWith("u") ? 0 : -4;
    Compressor zlib = CompressorFactory.create("zlib", "level", 1);
    return new ArrayParams()
        .shape(random.ints(rank, 1, most + 1).toArray())
        .chunks(random.ints(rank, 1, most / 2 + 2).toArray())
        .dataType(type)
        .byteOrder(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .dimensionSeparator(
            random.nextBoolean() ? DimensionSeparator.DOT : DimensionSeparator.SLASH)
        .compressor(random.nextBoolean() ? zlib : CompressorFactory.nullCompressor)
        .fillValue(least + random.nextInt(9));
  }

  /** Inside, past the shape and past the grid. */
  private static int[] randomShape(Random random, ZarrArray array) {
    return random.nextInt(8) == 0
        ? array.getChunks()
        : Arrays.stream(array.getShape()).map(n -> 1 + random.nextInt(n + 3)).toArray();
  }

  /** At the origin, inside, or anywhere: negative and past the grid, too. */
  private static int[] randomOffset(Random random, ZarrArray array) {
    int[] shape = array.getShape();
    int[] chunks = array.getChunks();
    int[] offset = new int[shape.length];
    int style = random.nextInt(3);
    for (int d = 0; d < shape.length; d++) {
      offset[d] =
          switch (style) {
            case 0 -> 0;
            case 1 -> random.nextInt(shape[d]);
            default -> random.nextInt(shape[d] + 4 * chunks[d]) - 2 * chunks[d];
          };
    }
    return offset;
  }

  private interface Action {
    void run() throws Exception;
  }

  private static String failure(Action action) throws Exception {
    try {
      action.run();
      return "none";
    } catch (InvalidRangeException | RuntimeException e) {
      return e.toString();
    }
  }
}
