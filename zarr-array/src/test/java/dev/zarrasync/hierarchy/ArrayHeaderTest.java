package dev.zarrasync.hierarchy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of {@code .zarray} and {@code zarr.json} counts, whatever becomes of the other. */
class ArrayHeaderTest {

  private static final String V2 =
      "{\"zarr_format\": 2, \"shape\": [2], \"chunks\": [1], \"dtype\": \"|u1\"}";
  private static final String V3 =
      """
      {"zarr_format": 3, "node_type": "array", "shape": [3], "data_type": "uint8", "fill_value": 0,
       "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [1]}},
       "chunk_key_encoding": "default", "codecs": ["bytes"]}
      """;
  private static final String GROUP = "{\"zarr_format\": 3, \"node_type\": \"group\"}";

  private final MemoryStore memory = new MemoryStore();
  private final Map<String, Kind> failing = new HashMap<>();
  private final ForwardingStore store =
      new ForwardingStore(memory) {
        @Override
        public CompletableFuture<Fetched> get(String key, GetOptions options) {
          Kind failure = failing.get(key);
          return failure == null
              ? super.get(key, options)
              : CompletableFuture.failedFuture(
                  new StoreException(failure, this, key, "by hand", null));
        }
      };

  private void put(String key, String json) {
    memory.put(key, json.getBytes(UTF_8)).join();
  }

  private int format() throws Exception {
    ArrayHeader header = ArrayHeader.load(store, "a");
    return header == null ? 0 : header.metadata().format();
  }

  @Test
  void oneOfEachVersionIsOpened() throws Exception {
    assertThat(format()).isZero();
    put("a/.zarray", V2);
    assertThat(format()).isEqualTo(2);
    put("a/zarr.json", V3);
    assertThat(format()).as("seen at once, and preferred").isEqualTo(3);
    memory.delete("a/.zarray").join();
    assertThat(format()).isEqualTo(3);
  }

  @Test
  void aGroupOfV3IsNoArray() throws Exception {
    put("a/zarr.json", GROUP);
    assertThat(format()).isZero();
    put("a/.zarray", V2);
    assertThat(format()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCESS_DENIED", "UNAVAILABLE", "TIMEOUT", "BAD_RESPONSE"})
  void whatBecomesOfTheOtherDoesNotMatter(Kind failure) throws Exception {
    put("a/.zarray", V2);
    failing.put("a/zarr.json", failure);
    assertThat(format()).isEqualTo(2);
    memory.delete("a/.zarray").join();
    failing.clear();
    put("a/zarr.json", V3);
    failing.put("a/.zarray", failure);
    assertThat(format()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"a/.zarray, a/.zarray", "a/zarr.json, a/zarr.json", "both, a/.zarray"})
  void aFailureIsNotAnAbsence(String failed, String named) {
    for (String key : new String[] {"a/.zarray", "a/zarr.json"}) {
      if (failed.equals(key) || failed.equals("both")) {
        failing.put(key, Kind.ACCESS_DENIED);
      }
    }
    assertThatThrownBy(this::format)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.ACCESS_DENIED);
              assertThat(e.key()).isEqualTo(named);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      textBlock =
          """
          <html>;                             CORRUPT; it is not valid JSON
          [];                                 CORRUPT; it is not a JSON object
          {};                                 CORRUPT; node_type must be "array" or "group" but is missing
          {"node_type": "table"};             CORRUPT; node_type must be "array" or "group" but is "table"
          {"node_type": "array"};             CORRUPT; zarr_format must be 3 but is missing
          """)
  void aDamagedOneIsNamed(String json, Kind kind, String problem) {
    put("a/zarr.json", json);
    assertThatThrownBy(this::format)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(problem, "'a/zarr.json'", memory.url("a/zarr.json"));
  }
}
