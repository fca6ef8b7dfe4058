package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arrays that other libraries have written, by {@code make.py} beside them, through all ways in.
 */
class StoredPeersTest {

  /** What JZarr has a type for, by how it stores it. */
  private static final Set<DataType.Kind> IN_JZARR =
      Set.of(
          DataType.Kind.BOOLEAN,
          DataType.Kind.SIGNED,
          DataType.Kind.UNSIGNED,
          DataType.Kind.FLOATING,
          DataType.Kind.TIME,
          DataType.Kind.DURATION);

  /** The arrays of a writer, and the elements of each by its path. */
  private record Peer(AsyncStore store, Set<Map.Entry<String, JsonNode>> values) {

    static Peer of(String writer) throws IOException {
      String name = "/peers/stored/" + writer + ".json.gz";
      try (InputStream resource = StoredPeersTest.class.getResourceAsStream(name);
          InputStream file = new GZIPInputStream(Objects.requireNonNull(resource, name))) {
        JsonNode all = new ObjectMapper().readTree(file);
        MemoryStore store = new MemoryStore();
        for (Map.Entry<String, JsonNode> object : all.path("objects").properties()) {
          store.put(object.getKey(), object.getValue().binaryValue()).join();
        }
        return new Peer(store, all.path("values").properties());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"zarr-python-2, 72", "tensorstore, 50", "zarrs, 42"})
  void allIsRightThroughEachWayInThatHasTheType(String writer, int count) throws Exception {
    Peer peer = Peer.of(writer);
    assertThat(peer.values).hasSize(count);
    for (Map.Entry<String, JsonNode> each : peer.values) {
      String path = each.getKey();
      AsyncArray array = AsyncArray.open(peer.store, path).join();
      int[] shape = Arrays.stream(array.metadata().shape()).mapToInt(Math::toIntExact).toArray();
      List<Object> expected = plain(each.getValue());

      Object all = array.read(new long[shape.length], shape).join();

      assertThat(plain(all, array.metadata().type())).as(path).isEqualTo(expected);
      if (IN_JZARR.contains(array.metadata().type().kind()) && shape.length > 0) {
        assertThat(numbers(JZarrs.openArray(peer.store, path))).as(path).isEqualTo(expected);
        AsyncStore prefix = new PrefixStore(peer.store, path);
        assertThat(numbers(ZarrArray.open(JZarrs.asJZarrStore(prefix))))
            .as(path)
            .isEqualTo(expected);
      } else {
        assertThatThrownBy(() -> JZarrs.openArray(peer.store, path))
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT));
      }
    }
  }

  /** Numbers and truths as doubles, all else as text. */
  private static List<Object> plain(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .flatMap(
            value ->
                value.isArray()
                    ? StreamSupport.stream(value.spliterator(), false)
                    : Stream.of(value))
        .map(
            value ->
                (Object)
                    (value.isBoolean()
                        ? (value.booleanValue() ? 1.0 : 0.0)
                        : value.isNumber() ? value.doubleValue() : value.asText()))
        .toList();
  }

  private static List<Object> plain(Object array, DataType type) {
    if (type.kind() == DataType.Kind.RAW) {
      byte[] bytes = (byte[]) array;
      return IntStream.range(0, bytes.length / type.size())
          .mapToObj(
              i -> (Object) HexFormat.of().formatHex(bytes, i * type.size(), (i + 1) * type.size()))
          .toList();
    }
    return IntStream.range(0, Array.getLength(array))
        .mapToObj(i -> plain(Array.get(array, i)))
        .toList();
  }

  private static Object plain(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean b) {
      return b ? 1.0 : 0.0;
    }
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
  }

  private static List<Object> numbers(ZarrArray array) throws Exception {
    Object all = array.read();
    return IntStream.range(0, Array.getLength(all))
        .mapToObj(i -> plain(Array.get(all, i)))
        .toList();
  }
}
