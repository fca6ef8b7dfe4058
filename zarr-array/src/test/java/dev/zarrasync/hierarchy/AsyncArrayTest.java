package dev.zarrasync.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.codec.DataType.Kind;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncArrayTest {

  private final AsyncStore store = new MemoryStore();

  /** Types, their fill value in Java, and values for four elements. */
  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of("bool", false, new boolean[] {true, false, false, true}),
        Arguments.of("int8", (byte) 0, new byte[] {1, -1, 0, 127}),
        Arguments.of("uint16", (short) 0, new short[] {1, -1, 0, 127}),
        Arguments.of("int32", 0, new int[] {1, -1, 0, 127}),
        Arguments.of("uint64", 0L, new long[] {1, -1, 0, Long.MIN_VALUE}),
        Arguments.of("float16", 0f, new float[] {1, -0.5f, Float.NaN, 65_504}),
        Arguments.of("float32", 0f, new float[] {1, -0.1f, Float.NaN, 1e30f}),
        Arguments.of("float64", 0.0, new double[] {1, -0.1, Double.NaN, 1e300}),
        Arguments.of("numpy.datetime64[ns]", 0L, new long[] {1, -1, 0, Long.MIN_VALUE}),
        Arguments.of("r16", (byte) 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
        Arguments.of("complex64", 0f, new float[] {1, 2, 3, 4, 5, 6, 7, 8}),
        Arguments.of("complex128", 0.0, new double[] {1, 2, 3, 4, 5, 6, 7, 8}),
        Arguments.of(
            "string", "", new String[] {"a", "", "\u00e9\ud83d\ude00", "long ".repeat(99)}),
        Arguments.of("bytes", new byte[0], new byte[][] {{1}, {}, {-1, 0}, {1, 2, 3}}));
  }

  @ParameterizedTest
  @MethodSource("types")
  void elementsOfEachTypeAreWrittenAndRead(String type, Object fill, Object values)
      throws IOException {
    NewArray small = NewArray.of(type, 5, 6).chunks(2, 3);
    for (NewArray description :
        List.of(small, small.codecs(List.of()), small.chunks(1, 3).separator(".").shards(4, 6))) {
      AsyncArray array = AsyncArray.create(store, "a", description);
      array.write(values, new long[] {1, 2}, new int[] {2, 2}).join();

      AsyncArray opened = AsyncArray.open(store, "a").join();
      assertThat(opened.read(new long[] {1, 2}, new int[] {2, 2}).join()).isEqualTo(values);
      Object row = opened.read(new long[] {4, 0}, new int[] {1, 6}).join();
      assertThat(Array.get(row, 0)).isEqualTo(fill);
      Object beside = opened.read(new long[] {1, 0}, new int[] {1, 1}).join();
      assertThat(Array.get(beside, 0)).isEqualTo(fill);
    }
  }

  @Test
  void elementsAreSeenAsTheirBytesToo() throws IOException {
    NewArray halves = NewArray.of("float16", 2, 2).chunks(1, 2).shards(2, 2).fillValue(-2);
    AsyncArray array = AsyncArray.create(store, "a", halves);
    array.write(new float[] {1, 0.5f}, new long[2], new int[] {1, 2}).join();

    assertThat(array.fillValue()).isEqualTo(new float[] {-2});
    assertThat(array.bytes().read(new long[2], new int[] {2, 2}).join())
        .isEqualTo(new byte[] {0, 0x3c, 0, 0x38, 0, (byte) 0xc0, 0, (byte) 0xc0});
    AsyncArray strings = AsyncArray.create(store, "s", NewArray.of("string", 1));
    assertThatThrownBy(strings::bytes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatAJavaArrayHasNoRoomForIsPlannedAndNotRead() throws IOException {
    AsyncArray array =
        AsyncArray.create(
            store, "a", NewArray.of("complex64", 1 << 16, 1 << 15).chunks(1 << 12, 1 << 12));
    int[] all = {1 << 16, 1 << 15};

    assertThat(array.plan(new long[2], all).count()).isEqualTo(128);
    assertThatThrownBy(() -> array.read(new long[2], all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("take a smaller one");
  }

  /** Codecs hand on a chunk in pieces, which may end within an element. */
  @ParameterizedTest
  @ValueSource(strings = {"complex128", "r24", "r3200"})
  void elementsThatPiecesDoNotHoldWholeAreRead(String type) throws IOException {
    Map<String, ?> blosc =
        Map.of(
            "cname", "lz4", "clevel", 5, "shuffle", "noshuffle", "typesize", 1, "blocksize", 4_096);
    for (List<Map<String, ?>> codecs :
        List.<List<Map<String, ?>>>of(
            List.of(),
            List.of(NewArray.codec("numcodecs.zlib", Map.of("level", 1))),
            List.of(NewArray.codec("blosc", blosc)))) {
      AsyncArray array =
          AsyncArray.create(store, "a", NewArray.of(type, 3_000).chunks(3_000).codecs(codecs));
      Object values = array.read(new long[1], new int[] {3_000}).join();
      for (int i = 0; i < Array.getLength(values); i++) {
        if (values instanceof byte[] bytes) {
          bytes[i] = (byte) (i % 251);
        } else {
          ((double[]) values)[i] = i % 251;
        }
      }
      array.write(values, new long[1], new int[] {3_000}).join();

      assertThat(array.read(new long[1], new int[] {3_000}).join()).isEqualTo(values);
      int times = Array.getLength(values) / 3_000;
      Object one = array.read(new long[] {1_234}, new int[] {1}).join();
      assertThat(Array.get(one, times - 1)).isEqualTo(Array.get(values, 1_235 * times - 1));
    }
  }

  @Test
  void whatAStringTypeDoesNotHaveIsRefused() throws IOException {
    AsyncArray array = AsyncArray.create(store, "a", NewArray.of("string", 1));
    assertThatThrownBy(
            () -> array.write(new String[] {"\ud83d"}, new long[1], new int[] {1}).join())
        .hasMessageContaining("has characters that UTF-8 does not have");
    assertThatThrownBy(
            () ->
                AsyncArray.create(
                    store,
                    "b",
                    NewArray.of("string", 1).codecs(List.of(NewArray.codec("bytes", Map.of())))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need one of [vlen-utf8");
  }

  @Test
  void aShardThatDoesNotFitInAJavaArrayIsReadAndNotWritten() throws IOException {
    AsyncArray array =
        AsyncArray.create(
            store, "a", NewArray.of("int64", 1L << 31).chunks(1_024).shards(1 << 30).fillValue(3));

    assertThat(array.read(new long[] {1L << 30}, new int[] {2}).join())
        .isEqualTo(new long[] {3, 3});
    assertThatThrownBy(() -> array.write(new long[2], new long[1], new int[] {2}).join())
        .cause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not fit in a Java array, so it cannot be changed");
  }

  @Test
  void theMetadataIsWhatWasAskedFor() throws IOException {
    AsyncArray array =
        AsyncArray.create(
            store,
            "group/a",
            NewArray.of("float32", 10_000_000_000L, 7)
                .chunks(10, 7)
                .shards(100, 7)
                .fillValue(Double.NaN)
                .dimensionNames("time", "x")
                .attributes(Map.of("units", "K")));

    assertThat(array.metadata().shape()).containsExactly(10_000_000_000L, 7);
    assertThat(array.metadata().inner().chunks()).containsExactly(10, 7);
    assertThat(array.metadata().chunks()).containsExactly(100, 7);
    assertThat(array.metadata().type().kind()).isEqualTo(Kind.FLOATING);
    assertThat(array.metadata().dimensionNames()).containsExactly("time", "x");
    assertThat(AsyncArray.open(store, "group/a").join().attributes().join())
        .isEqualTo(Map.of("units", "K"));
    array.write(new float[] {1}, new long[] {9_999_999_999L, 6}, new int[] {1, 1}).join();
    assertThat(array.read(new long[] {9_999_999_998L, 6}, new int[] {2, 1}).join())
        .isEqualTo(new float[] {Float.NaN, 1});
    Fetched.Found json = (Fetched.Found) store.get("group/a/zarr.json").join();
    assertThat(new ObjectMapper().readTree(json.bytes()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"zarr_format": 3, "node_type": "array", "data_type": "float32",
                     "shape": [10000000000, 7], "fill_value": "NaN",
                     "chunk_grid":
                       {"name": "regular", "configuration": {"chunk_shape": [100, 7]}},
                     "chunk_key_encoding":
                       {"name": "default", "configuration": {"separator": "/"}},
                     "codecs": [{"name": "sharding_indexed", "configuration": {
                       "chunk_shape": [10, 7],
                       "codecs": [
                         {"name": "bytes", "configuration": {"endian": "little"}},
                         {"name": "zstd", "configuration": {"level": 3, "checksum": false}}],
                       "index_codecs": [
                         {"name": "bytes", "configuration": {"endian": "little"}},
                         {"name": "crc32c"}],
                       "index_location": "end"}}],
                     "dimension_names": ["time", "x"], "attributes": {"units": "K"}}
                    """));
  }

  @ParameterizedTest
  @CsvSource({"numpy.datetime64[ns], ns", "numpy.timedelta64[D], D"})
  void timesHaveTheirUnitAsZarrPythonNamesIt(String type, String unit) throws IOException {
    var unused = AsyncArray.create(store, "a", NewArray.of(type, 4));

    Fetched.Found json = (Fetched.Found) store.get("a/zarr.json").join();
    assertThat(new ObjectMapper().readTree(json.bytes()).path("data_type"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"name": "%s", "configuration": {"unit": "%s", "scale_factor": 1}}"""
                        .formatted(type.substring(0, type.indexOf('[')), unit)));
  }

  @Test
  void theLongestDimensionsHaveUsualChunks() throws IOException {
    AsyncArray array =
        AsyncArray.create(
            store, "a", NewArray.of("int8", Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));

    assertThat(array.metadata().chunks()).containsExactly(64, 64, 64);
  }

  @Test
  void whatIsNotSupportedIsRefusedBeforeAnythingIsDeleted() throws IOException {
    var unused = AsyncArray.create(store, "a", NewArray.of("int8", 4));

    for (NewArray wrong :
        List.of(
            NewArray.of("int7", 4),
            NewArray.of("numpy.datetime64", 4),
            NewArray.of("numpy.timedelta64[10s]", 4),
            NewArray.of("int8", 4).chunks(0),
            NewArray.of("int8", 4).chunks(3).shards(4),
            NewArray.of("int8", 4).chunks(1, 1),
            NewArray.of("int8", 4).fillValue(300),
            NewArray.of("int8", 4).separator("-"),
            NewArray.of("int8", 4).codecs(List.of(NewArray.codec("best", Map.of()))))) {
      assertThatThrownBy(() -> AsyncArray.create(store, "a", wrong))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("a/zarr.json");
    }
    assertThat(AsyncArray.open(store, "a").join().metadata().shape()).containsExactly(4);
  }

  @Test
  void whatIsMissingIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> AsyncArray.open(store, "b").join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is no array: neither .zarray nor zarr.json")
        .hasMessageContaining("'b'");
  }

  @Test
  void itReadsAndWritesAsTheOptionsSay() throws IOException {
    List<Condition> conditions = new CopyOnWriteArrayList<>();
    AsyncStore told =
        new ForwardingStore(store) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            conditions.add(condition);
            return delegate().put(key, value, condition);
          }
        };
    var unused = AsyncArray.create(store, "a", NewArray.of("int8", 5).chunks(2));
    List<String> progress = new CopyOnWriteArrayList<>();
    ArrayOptions options =
        ArrayOptions.DEFAULT
            .conditionalWrites(true)
            .progress((done, total, bytes) -> progress.add(done + "/" + total));

    AsyncArray array = AsyncArray.open(told, "a", options).join();
    array.write(new byte[] {1}, new long[] {2}, new int[] {1}).join();

    assertThat(conditions).containsExactly(Condition.ABSENT);
    assertThat(array.read(new long[] {1}, new int[] {4}).join()).isEqualTo(new byte[] {0, 1, 0, 0});
    assertThat(progress).containsExactlyInAnyOrder("1/3", "2/3", "3/3");
    var unusedBytes = array.bytes().read(new long[] {1}, new int[] {1}).join();
    assertThat(progress).last().isEqualTo("1/1");
  }

  @Test
  void aRegionIsWithinTheArray() throws IOException {
    AsyncArray array = AsyncArray.create(store, "a", NewArray.of("int8", 4, 4));
    for (long[] offset : new long[][] {{-1, 0}, {0, 3}, {0}, {Long.MAX_VALUE, 0}}) {
      assertThatThrownBy(() -> array.read(offset, new int[] {1, 2}))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining(Arrays.toString(offset));
    }
    assertThat((byte[]) array.read(new long[] {4, 0}, new int[] {0, 4}).join()).isEmpty();
    assertThatThrownBy(() -> array.read(new byte[3], new long[2], new int[] {1, 2}))
        .hasMessage("The region has 2 elements, and the array 3");
    assertThatThrownBy(() -> array.write(new String[2], new long[2], new int[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class);
    int[] cast = new int[2];
    array.write(new double[] {1.5, -3}, new long[2], new int[] {1, 2}).join();
    array.read(cast, new long[2], new int[] {1, 2}).join();
    assertThat(cast).containsExactly(1, -3);
  }
}
