package dev.zarrasync.integration;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arrays of random types, shapes, chunks, shards and codecs that zarr-python and TensorStore have
 * written are right through all ways in, and they read what is written to them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersTest {

  private static final int COUNT = 250;
  private static final Set<String> NOT_IN_JZARR = Set.of("c8", "c16");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long seed = Long.getLong("peers.seed", System.nanoTime() % 1_000_000);
  private Path directory;
  private Path python;

  @BeforeAll
  void writeArrays(@TempDir Path temporary) throws IOException {
    System.out.println("Arrays of zarr-python and TensorStore: -Dpeers.seed=" + seed);
    directory = temporary;
    python = PythonEnvironment.installed("peers", environment -> {}).python();
    var unused = script("write", directory.toString(), "" + seed, "" + COUNT);
  }

  private String script(String... arguments) throws IOException {
    Path file = directory.resolve("peers.py");
    if (!Files.exists(file)) {
      try (InputStream resource = PeersTest.class.getResourceAsStream("/peers/peers.py")) {
        Files.copy(resource, file);
      }
    }
    List<String> command = new ArrayList<>(List.of(python.toString(), "-I", file.toString()));
    command.addAll(List.of(arguments));
    return PythonEnvironment.run(new ProcessBuilder(command), "The script fails");
  }

  /** An array, and what its writer says that it holds. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Peer(String name, String dtype, int[] shape, String writer, byte[] bytes) {

    static Peer of(Path directory, int number) throws IOException {
      JsonNode about = JSON.readTree(directory.resolve(number + ".json").toFile());
      int[] shape = JSON.convertValue(about.path("shape"), int[].class);
      return new Peer(
          "" + number,
          about.path("dtype").asText(),
          shape,
          about.path("writer").asText(),
          Files.readAllBytes(directory.resolve(number + ".bin")));
    }

    int elementSize() {
      return bytes.length / Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** The bytes of a region. */
    byte[] region(long[] offset, int[] regionShape) {
      int count = Arrays.stream(regionShape).reduce(1, Math::multiplyExact);
      byte[] region = new byte[count * elementSize()];
      for (int i = 0; i < count; i++) {
        System.arraycopy(
            bytes, element(i, offset, regionShape), region, i * elementSize(), elementSize());
      }
      return region;
    }

    /** Where an element of a region is. */
    int element(int number, long[] offset, int[] regionShape) {
      int rest = number;
      int stride = elementSize();
      int start = 0;
      for (int i = shape.length - 1; i >= 0; i--) {
        start += (int) (offset[i] + rest % regionShape[i]) * stride;
        rest /= regionShape[i];
        stride *= shape[i];
      }
      return start;
    }

    @Override
    public String toString() {
      return "array %s of type %s and shape %s by %s"
          .formatted(name, dtype, Arrays.toString(shape), writer);
    }
  }

  /** Little-endian, as the script has them. */
  private static byte[] bytes(Object array) {
    int length = Array.getLength(array);
    ByteBuffer bytes = ByteBuffer.allocate(length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      Object value = Array.get(array, i);
      if (value instanceof Boolean b) {
        bytes.put((byte) (b ? 1 : 0));
      } else if (value instanceof Byte b) {
        bytes.put(b);
      } else if (value instanceof Short s) {
        bytes.putShort(s);
      } else if (value instanceof Integer n) {
        bytes.putInt(n);
      } else if (value instanceof Long n) {
        bytes.putLong(n);
      } else if (value instanceof Float f) {
        bytes.putFloat(f);
      } else {
        bytes.putDouble((Double) value);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static long[] offsetIn(Random random, int[] shape) {
    return Arrays.stream(shape).mapToLong(random::nextInt).toArray();
  }

  private static int[] shapeFrom(Random random, int[] shape, long[] offset) {
    int[] region = new int[shape.length];
    Arrays.setAll(region, i -> 1 + random.nextInt(shape[i] - (int) offset[i]));
    return region;
  }

  @Test
  void allThatPeersWriteIsReadWithoutJZarr() throws IOException {
    Random random = new Random(seed);
    try (AsyncStore store = FileStore.at(directory)) {
      for (int i = 0; i < COUNT; i++) {
        Peer peer = Peer.of(directory, i);
        AsyncArray array = AsyncArray.open(store, peer.name).join();

        Object all = array.read(new long[peer.shape.length], peer.shape).join();

        assertThat(bytes(all)).as("%s", peer).isEqualTo(peer.bytes);
        long[] offset = offsetIn(random, peer.shape);
        int[] shape = shapeFrom(random, peer.shape, offset);
        assertThat(bytes(array.read(offset, shape).join()))
            .as("%s at %s of shape %s", peer, Arrays.toString(offset), Arrays.toString(shape))
            .isEqualTo(peer.region(offset, shape));
      }
    }
  }

  @Test
  void allThatJZarrHasATypeForIsReadThroughIt() throws Exception {
    try (AsyncStore store = FileStore.at(directory)) {
      for (int i = 0; i < COUNT; i++) {
        Peer peer = Peer.of(directory, i);
        if (NOT_IN_JZARR.contains(peer.dtype)) {
          assertThat(failure(store, peer)).as("%s", peer).isEqualTo(Kind.UNSUPPORTED_FORMAT);
          continue;
        }
        assertThat(bytes(JZarrs.openArray(store, peer.name).read()))
            .as("%s", peer)
            .isEqualTo(peer.bytes);
        assertThat(bytes(openByJZarr(store, peer.name).read()))
            .as("%s", peer)
            .isEqualTo(peer.bytes);
      }
    }
  }

  private static ZarrArray openByJZarr(AsyncStore store, String path) throws IOException {
    return ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, path)));
  }

  private static Kind failure(AsyncStore store, Peer peer) throws IOException {
    try {
      var unused = JZarrs.openArray(store, peer.name);
      return null;
    } catch (StoreException e) {
      return e.kind();
    }
  }

  @Test
  void peersReadArraysAndGroupsThatAreCreated(@TempDir Path created) throws Exception {
    Random random = new Random(seed);
    try (AsyncStore store = FileStore.at(created)) {
      ZarrGroup group = JZarrs.createGroup(store, "", 3, Map.of("title", "all of it"));
      for (int i = 0; i < COUNT / 5; i++) {
        Map<String, ?> attributes = Map.of("number", i);
        NewArray description = description(random).attributes(attributes);
        int[] shape = Arrays.stream(description.shape()).mapToInt(Math::toIntExact).toArray();
        int[] values = random.ints(Arrays.stream(shape).reduce(1, (a, b) -> a * b)).toArray();

        if (random.nextBoolean()) {
          ZarrArray array = JZarrs.createArray(store, "" + i, description);
          array.write(values, shape, new int[shape.length]);
        } else {
          AsyncArray array = AsyncArray.create(store, "" + i, description);
          array.write(values, new long[shape.length], shape).join();
        }

        save(created.resolve("" + i), "i4", shape, values, attributes);
      }
      int number = COUNT / 5;
      for (DataType type : DataType.values()) {
        String name = "" + number++;
        ZarrArray array = group.createArray(name, params(random).dataType(type), null);
        int[] shape = Arrays.stream(array.getShape()).map(n -> (n + 1) / 2).toArray();
        array.write(random.nextInt(100), shape, new int[shape.length]);

        save(created.resolve(name), type.name(), array.getShape(), array.read(), Map.of());
      }
    }
    assertThat(script("read", created.toString())).isEmpty();
  }

  /** Says what is in an array, for those who compare. */
  private static void save(
      Path array, String dtype, int[] shape, Object values, Map<String, ?> attributes)
      throws IOException {
    Files.write(Path.of(array + ".bin"), bytes(values));
    Map<String, ?> about =
        Map.ofEntries(
            entry("dtype", dtype),
            entry("shape", shape),
            entry("writer", "by_tensorstore"),
            entry("attributes", attributes));
    JSON.writeValue(Path.of(array + ".json").toFile(), about);
  }

  private static ArrayParams params(Random random) {
    int[] shape = random.ints(1 + random.nextInt(3), 1, 12).toArray();
    Map<String, Object> blosc = Map.of("cname", "lz4", "clevel", 5, "shuffle", 1, "blocksize", 0);
    List<Compressor> compressors =
        List.of(
            CompressorFactory.nullCompressor,
            CompressorFactory.create("zlib", "level", 4),
            CompressorFactory.create("blosc", blosc));
    return new ArrayParams()
        .shape(shape)
        .chunks(random.ints(shape.length, 1, 5).toArray())
        .byteOrder(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .fillValue(random.nextBoolean() ? (Number) 3.0 : (Number) 7)
        .compressor(compressors.get(random.nextInt(compressors.size())));
  }

  private static NewArray description(Random random) {
    Map<String, ?> blosc =
        Map.of("cname", "lz4", "clevel", 5, "shuffle", "shuffle", "typesize", 4, "blocksize", 0);
    List<List<Map<String, ?>>> compressions =
        List.of(
            List.of(),
            List.of(NewArray.codec("gzip", Map.of("level", 4))),
            List.of(NewArray.codec("zstd", Map.of("level", 1, "checksum", true))),
            List.of(NewArray.codec("blosc", blosc)));
    long[] shape = random.longs(1 + random.nextInt(3), 1, 12).toArray();
    int[] chunks = random.ints(shape.length, 1, 5).toArray();
    int[] shards = Arrays.stream(chunks).map(n -> n * (1 + random.nextInt(3))).toArray();
    NewArray description =
        NewArray.of("int32", shape)
            .chunks(chunks)
            .codecs(compressions.get(random.nextInt(compressions.size())))
            .dimensionNames(Arrays.copyOf(new String[] {"z", "y", "x"}, shape.length))
            .separator(random.nextBoolean() ? "/" : ".");
    return random.nextBoolean() ? description.shards(shards) : description;
  }

  @Test
  void peersReadWhatIsWrittenToTheirArrays(@TempDir Path copies) throws IOException {
    Random random = new Random(seed);
    var written = script("write", copies.toString(), "" + (seed + 1), "" + COUNT);
    assertThat(written).isEmpty();
    try (AsyncStore store = FileStore.at(copies)) {
      for (int i = 0; i < COUNT; i++) {
        Peer peer = Peer.of(copies, i);
        AsyncArray array = AsyncArray.open(store, peer.name).join();
        long[] offset = offsetIn(random, peer.shape);
        int[] shape = shapeFrom(random, peer.shape, offset);
        Object values = array.read(offset, shape).join();
        int length = Array.getLength(values);
        for (int k = 0; k < length; k++) {
          Object last = Array.get(values, length - 1);
          Array.set(values, length - 1, Array.get(values, k));
          Array.set(values, k, last);
        }

        array.write(values, offset, shape).join();

        byte[] expected = peer.bytes.clone();
        byte[] region = bytes(values);
        for (int k = 0; k < region.length / peer.elementSize(); k++) {
          System.arraycopy(
              region,
              k * peer.elementSize(),
              expected,
              peer.element(k, offset, shape),
              peer.elementSize());
        }
        Files.write(copies.resolve(peer.name + ".bin"), expected);
      }
    }
    assertThat(script("read", copies.toString())).isEmpty();
  }
}
