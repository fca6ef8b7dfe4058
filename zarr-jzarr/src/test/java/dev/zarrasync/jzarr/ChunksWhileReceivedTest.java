package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.cache.DecodedCache;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads of many large chunks from a store that passes them on as they come. */
class ChunksWhileReceivedTest {

  private static final int SIDE = 6;
  private static final int CHUNK = 530;
  private static final int[] SHAPE = {SIDE * CHUNK, SIDE * CHUNK};
  private static final int[] ORIGIN = {0, 0};

  private final MemoryStore memory = new MemoryStore();
  private final AtomicInteger passedOn = new AtomicInteger();
  private final AtomicInteger whole = new AtomicInteger();

  /** Passes objects on in parts of odd lengths, the first time only to the middle. */
  private class PassingStore extends ForwardingStore {

    PassingStore() {
      super(memory);
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      CompletableFuture<Fetched> get = delegate().get(key, options.sink(null));
      BodySink sink = options.sink();
      (sink == null ? whole : passedOn).incrementAndGet();
      return sink == null
          ? get
          : get.thenApplyAsync(fetched -> fetched instanceof Found f ? passed(f, sink) : fetched);
    }

    private Fetched passed(Found found, BodySink sink) {
      byte[] bytes = found.bytes();
      try {
        pass(bytes, bytes.length / 2, sink);
        pass(bytes, bytes.length, sink);
        sink.end();
      } catch (StoreException e) {
        throw new CompletionException(e);
      }
      return new Found(Found.PASSED_ON, bytes.length, found.etag());
    }

    private void pass(byte[] bytes, int end, BodySink sink) throws StoreException {
      sink.begin();
      for (int start = 0; start < end; ) {
        int length = Math.min(end - start, 100_003);
        sink.take(bytes, start, length);
        start += length;
      }
    }

    @Override
    public Limits limits() {
      return new Limits(256, 64 << 20, true);
    }
  }

  private int[] create(Compressor compressor, int... chunks) throws Exception {
    int[] values = new Random(1).ints((long) SHAPE[0] * SHAPE[1]).toArray();
    ArrayParams params =
        new ArrayParams().shape(SHAPE).chunks(chunks).dataType(DataType.i4).compressor(compressor);
    JZarrs.createArray(memory, "a", params).write(values, SHAPE, ORIGIN);
    passedOn.set(0);
    whole.set(0);
    return values;
  }

  static Stream<Compressor> compressors() {
    return Stream.of(
        CompressorFactory.nullCompressor,
        CompressorFactory.create("zlib", "level", 1),
        CompressorFactory.create("blosc"));
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void theyAreDecodedAsTheyCome(Compressor compressor) throws Exception {
    int[] values = create(compressor, CHUNK, CHUNK);
    ZarrArray array = open();
    whole.set(0);

    assertThat((int[]) array.read()).isEqualTo(values);
    assertThat(passedOn).hasValue(SIDE * SIDE);
    assertThat(whole).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void aRegionThatCutsThemIsRight(Compressor compressor) throws Exception {
    create(compressor, CHUNK, CHUNK);
    int[] shape = {SHAPE[0] - 20, SHAPE[1] - 300};
    int[] offset = {7, 290};

    assertThat(open().read(shape, offset))
        .isEqualTo(JZarrs.openArray(memory, "a").read(shape, offset));
    assertThat(passedOn.get()).isPositive();
  }

  @Test
  void oneThatIsMissingIsTheFillValue() throws Exception {
    int[] values = create(CompressorFactory.nullCompressor, CHUNK, CHUNK);
    memory.delete("a/0.0").join();

    int[] read = (int[]) open().read();
    assertThat(read[0]).isZero();
    assertThat(read[CHUNK]).isEqualTo(values[CHUNK]);
  }

  /** Of an object that is deleted while it is read, parts may still be on their way to the sink. */
  @Test
  void nothingOfOneThatIsMissingInTheEndIsCopiedLater() throws Exception {
    create(CompressorFactory.nullCompressor, CHUNK, CHUNK);
    Queue<CompletableFuture<Void>> late = new ConcurrentLinkedQueue<>();
    AsyncStore store =
        new PassingStore() {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            BodySink sink = options.sink();
            if (sink == null) {
              return super.get(key, options);
            }
            CompletableFuture<Fetched> get = new CompletableFuture<>();
            byte[] bytes = ((Found) memory.get(key).join()).bytes();
            late.add(
                CompletableFuture.runAsync(
                    () -> {
                      sink.begin();
                      take(sink, bytes, 0);
                      get.complete(Fetched.MISSING);
                      take(sink, bytes, bytes.length / 2);
                    }));
            return get;
          }
        };

    int[] read = (int[]) JZarrs.openArray(store, "a").read();
    CompletableFuture.allOf(late.toArray(new CompletableFuture<?>[0])).join();
    assertThat(late).hasSize(SIDE * SIDE);
    assertThat(read).containsOnly(0);
  }

  /** Hands a half on. */
  private static void take(BodySink sink, byte[] bytes, int start) {
    try {
      sink.take(bytes, start, bytes.length / 2);
    } catch (StoreException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void oneThatIsDamagedIsAnErrorThatNamesIt() throws Exception {
    create(CompressorFactory.create("zlib", "level", 1), CHUNK, CHUNK);
    byte[] damaged = ((Found) memory.get("a/2.3").join()).bytes().clone();
    damaged[damaged.length / 2] ^= 1;
    memory.put("a/2.3", damaged).join();

    ZarrArray array = open();
    assertThatThrownBy(array::read)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining("'a/2.3'");
  }

  @Test
  void fewAreReadWhole() throws Exception {
    create(CompressorFactory.nullCompressor, CHUNK, CHUNK);
    open().read(new int[] {SHAPE[0], 5 * CHUNK}, ORIGIN);

    assertThat(passedOn).hasValue(0);
  }

  @Test
  void smallOnesAreReadWhole() throws Exception {
    create(CompressorFactory.nullCompressor, CHUNK / 2, CHUNK / 2);
    open().read();

    assertThat(passedOn).hasValue(0);
  }

  @Test
  void thoseThatAreKeptDecodedAreReadWhole() throws Exception {
    create(CompressorFactory.nullCompressor, CHUNK, CHUNK);
    ArrayOptions options = ArrayOptions.DEFAULT.decodedCache(new DecodedCache(1 << 20));
    JZarrs.openArray(new PassingStore(), "a", options).read();

    assertThat(passedOn).hasValue(0);
  }

  @Test
  void aStoreThatPassesNothingOnIsAskedForThemWhole() throws Exception {
    create(CompressorFactory.nullCompressor, CHUNK, CHUNK);
    AsyncStore store =
        new ForwardingStore(new PassingStore()) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            return delegate().get(key, options);
          }

          @Override
          public Limits limits() {
            return Limits.DEFAULT;
          }
        };
    JZarrs.openArray(store, "a").read();

    assertThat(passedOn).hasValue(0);
  }

  private ZarrArray open() throws Exception {
    return JZarrs.openArray(new PassingStore(), "a");
  }
}
