package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.storage.InMemoryStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays on S3, written and read in all ways, hold what stock JZarr holds in memory. */
@OnS3Server
class S3EquivalenceTest {

  private static final int WRITES = 3;
  private static final int REGIONS = 6;
  private static final List<DataType> TYPES = List.of(DataType.values());

  private final S3Server s3;

  S3EquivalenceTest(S3Server s3) {
    this.s3 = s3;
  }

  static Stream<Arguments> arrays() {
    List<Named<Compressor>> compressors =
        List.of(
            Named.of("none", CompressorFactory.nullCompressor),
            Named.of("zlib", CompressorFactory.create("zlib", "level", 1)),
            Named.of("blosc", CompressorFactory.create("blosc")));
    return IntStream.rangeClosed(1, 3)
        .boxed()
        .flatMap(
            rank ->
                compressors.stream()
                    .flatMap(
                        compressor ->
                            Stream.of(DimensionSeparator.values())
                                .map(separator -> Arguments.of(rank, compressor, separator))));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void whatOursWrites(int rank, Compressor compressor, DimensionSeparator separator)
      throws Exception {
    Random random = new Random(rank);
    ArrayParams params = params(random, rank, separator);
    try (S3Store store = s3.newStore().build()) {
      ZarrArray ours = JZarrs.createArray(store, "", params.compressor(compressor));
      ZarrArray stock = stock(params);
      writeSome(random, stock, ours);
      compare(random, stock, store);
      if (!"blosc".equals(compressor.getId())) {
        assertThat(ZarrArray.open(copy(store)).read()).as("its bytes").isEqualTo(stock.read());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void whatTheDropInStoreWrites(int rank, Compressor compressor, DimensionSeparator separator)
      throws Exception {
    Random random = new Random(10 + rank);
    ArrayParams params = params(random, rank, separator);
    try (S3Store store = s3.newStore().build()) {
      JZarrs.createArray(store, "", params.compressor(compressor));
      ZarrArray stock = stock(params);
      writeSome(random, stock, ZarrArray.open(JZarrs.asJZarrStore(store)));
      compare(random, stock, store);
    }
  }

  /** In memory, and not compressed: JZarr's Blosc needs a library that machines lack. */
  private static ZarrArray stock(ArrayParams params) throws Exception {
    return ZarrArray.create(
        new InMemoryStore(), params.compressor(CompressorFactory.nullCompressor));
  }

  private static ArrayParams params(Random random, int rank, DimensionSeparator separator) {
    int most = new int[] {60, 14, 8}[rank - 1];
    return new ArrayParams()
        .shape(random.ints(rank, most / 2, most + 1).toArray())
        .chunks(random.ints(rank, 2, most / 2 + 1).toArray())
        .dataType(TYPES.get(random.nextInt(TYPES.size())))
        .byteOrder(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .dimensionSeparator(separator)
        .fillValue(random.nextInt(9) - 4);
  }

  private static void writeSome(Random random, ZarrArray stock, ZarrArray other) throws Exception {
    for (int i = 0; i < WRITES; i++) {
      int[] offset = Arrays.stream(stock.getShape()).map(random::nextInt).toArray();
      int[] shape = stock.getShape();
      Arrays.setAll(shape, d -> 1 + random.nextInt(shape[d] - offset[d]));
      Object values = stock.read(shape, offset);
      for (int j = 0; j < Array.getLength(values); j++) {
        // A byte fits every type.
        Array.setByte(values, j, (byte) random.nextInt());
      }
      stock.write(values, shape, offset);
      other.write(values, shape, offset);
    }
  }

  /** For regions that begin inside, and may end past the shape and past the grid. */
  private static void compare(Random random, ZarrArray stock, AsyncStore store) throws Exception {
    ZarrArray planned = JZarrs.openArray(store, "");
    ZarrArray dropIn = ZarrArray.open(JZarrs.asJZarrStore(store));
    for (int i = 0; i < REGIONS; i++) {
      int[] shape = Arrays.stream(stock.getShape()).map(n -> 1 + random.nextInt(n + 3)).toArray();
      int[] offset = Arrays.stream(stock.getShape()).map(random::nextInt).toArray();
      Object expected = stock.read(shape, offset);
      String region =
          "%s region %s at %s".formatted(stock, Arrays.toString(shape), Arrays.toString(offset));
      assertThat(planned.read(shape, offset)).as(region).isEqualTo(expected);
      assertThat(dropIn.read(shape, offset)).as("drop-in, " + region).isEqualTo(expected);
    }
  }

  private static InMemoryStore copy(AsyncStore store) throws Exception {
    InMemoryStore copy = new InMemoryStore();
    for (ListedObject object : store.list(ListRequest.all("")).join().objects()) {
      try (OutputStream out = copy.getOutputStream(object.key())) {
        out.write(((Found) store.get(object.key()).join()).bytes());
      }
    }
    return copy;
  }
}
