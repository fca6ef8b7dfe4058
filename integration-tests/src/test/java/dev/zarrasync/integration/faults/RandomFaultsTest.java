package dev.zarrasync.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hundred thousand reads of chunks from servers whose answers go wrong at random: no value is
 * wrong. To repeat a run, give its seed: {@code -Dfaults.seed=N}.
 */
class RandomFaultsTest extends ServerFixture {

  private static final long SEED = Long.getLong("faults.seed", new Random().nextInt(1_000_000));
  private static final double SHARE = 0.01;
  private static final int CHUNKS = 11_200;
  private static final int CHUNK = 8;

  private static final double LARGE_SHARE = 0.3;

  /** A store gives up after five answers that break the protocol. */
  private static final int MOST_FAULTS = 4;

  private static final int LARGE_CHUNKS = 32;
  private static final int LARGE_CHUNK = 600_000;

  private static final int[] WHOLE = {CHUNKS * CHUNK};
  private static final int[] PART = {500 * CHUNK};

  private static MemoryStore truth;

  private static List<DataType> types(Wire wire) {
    return switch (wire) {
      case S3 -> List.of(DataType.i1, DataType.i2, DataType.f8);
      case HTTP_1_1 -> List.of(DataType.u1, DataType.i4, DataType.f4);
      case HTTP_2 -> List.of(DataType.u2, DataType.u4, DataType.i8);
    };
  }

  @BeforeAll
  static void write() throws Exception {
    System.out.println("Random faults: -Dfaults.seed=" + SEED);
    truth = new MemoryStore();
    JZarrs.createGroup(truth, "", null);
    int[] values = IntStream.range(0, WHOLE[0]).map(i -> i * 0x9e3779b1).toArray();
    for (DataType type : Stream.of(Wire.values()).flatMap(w -> types(w).stream()).toList()) {
      ArrayParams params =
          new ArrayParams()
              .shape(WHOLE)
              .chunks(CHUNK)
              .dataType(type)
              .compressor(
                  type == DataType.i2
                      ? CompressorFactory.create("zlib", "level", 1)
                      : CompressorFactory.nullCompressor);
      JZarrs.createArray(truth, type.name(), params).write(values, WHOLE, new int[1]);
    }
  }

  private FaultyServer server(Wire wire) throws Exception {
    FaultyServer server = opened(new FaultyServer(wire, Bucket.of(truth)));
    server.hit(RandomFaults.over(wire, SEED, SHARE));
    return server;
  }

  private AsyncStore store(Wire wire, FaultyServer server, int attempts) {
    return opened(wire.store(Access.to(server.url(), attempts, Duration.ofMillis(500))));
  }

  @ParameterizedTest
  @EnumSource
  void withEnoughAttemptsAllIsRight(Wire wire) throws Exception {
    FaultyServer server = server(wire);
    AsyncStore store = store(wire, server, 20);
    List<DataType> types = types(wire);
    for (DataType type : types) {
      assertThat(wrong(JZarrs.openArray(store, type.name()).read(), read(type, WHOLE))).isZero();
    }
    ZarrArray dropIn = ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray(types.get(0).name());
    assertThat(wrong(dropIn.read(PART, new int[1]), read(types.get(0), PART))).isZero();

    int read = 3 * CHUNKS + PART[0] / CHUNK;
    System.out.printf(
        "%s: %d chunks read, %d faults, 0 values wrong%n", wire, read, server.injected());
    assertThat(server.injected()).isGreaterThan((int) (read * SHARE / 2));
  }

  private static Compressor compressor(Wire wire) {
    return switch (wire) {
      case S3 -> CompressorFactory.create("blosc");
      case HTTP_1_1 -> CompressorFactory.nullCompressor;
      case HTTP_2 -> CompressorFactory.create("zlib", "level", 1);
    };
  }

  /** Of what breaks off, half has been decoded: the rest is asked for, or all of it again. */
  @ParameterizedTest
  @EnumSource
  void chunksThatAreDecodedWhileTheyAreReceivedAreRight(Wire wire) throws Exception {
    int[] shape = {LARGE_CHUNKS * LARGE_CHUNK};
    int[] values = new Random(SEED).ints(shape[0]).toArray();
    ArrayParams params =
        new ArrayParams()
            .shape(shape)
            .chunks(LARGE_CHUNK)
            .dataType(DataType.i4)
            .compressor(compressor(wire));
    MemoryStore large = new MemoryStore();
    JZarrs.createArray(large, "", params).write(values, shape, new int[1]);
    FaultyServer server = opened(new FaultyServer(wire, Bucket.of(large)));
    RandomFaults faults = RandomFaults.over(wire, SEED, LARGE_SHARE).quick(wire);
    server.hit((key, number) -> number <= MOST_FAULTS ? faults.next(key, number) : null);
    AsyncStore store = opened(wire.store(Access.to(server.url(), 50, Duration.ofSeconds(30))));

    assertThat(wrong(JZarrs.openArray(store, "").read(), values)).isZero();
    assertThat(server.injected()).isPositive();
    System.out.printf(
        "%s: %d large chunks read, %d faults, 0 values wrong%n",
        wire, LARGE_CHUNKS, server.injected());
  }

  @Test
  void withOneAttemptAReadIsRightOrAnError() throws Exception {
    FaultyServer server = server(Wire.HTTP_1_1);
    AsyncStore store = store(Wire.HTTP_1_1, server, 1);
    int[] shape = {20 * CHUNK};
    int right = 0;
    int failed = 0;
    for (int start = 0; start < 2_000 * CHUNK; start += 20 * CHUNK) {
      try {
        ZarrArray array = JZarrs.openArray(store, "i4");
        Object values = array.read(shape, new int[] {start});
        assertThat(wrong(values, JZarrs.openArray(truth, "i4").read(shape, new int[] {start})))
            .isZero();
        right++;
      } catch (StoreException e) {
        assertThat(e.kind().isTransient()).as(e.getMessage()).isTrue();
        failed++;
      }
    }
    assertThat(right).isPositive();
    assertThat(failed).isPositive();
  }

  private static Object read(DataType type, int[] shape) throws Exception {
    return JZarrs.openArray(truth, type.name()).read(shape, new int[1]);
  }

  /** Counts the values that are wrong, and says where the first of them are. */
  private static long wrong(Object values, Object right) {
    assertThat(Array.getLength(values)).isEqualTo(Array.getLength(right));
    if (Objects.deepEquals(values, right)) {
      return 0;
    }
    int[] wrong =
        IntStream.range(0, Array.getLength(right))
            .filter(i -> !Objects.equals(Array.get(values, i), Array.get(right, i)))
            .toArray();
    IntStream.of(wrong)
        .limit(20)
        .forEach(i -> System.out.printf("%d is %s%n", i, Array.get(values, i)));
    return wrong.length;
  }
}
