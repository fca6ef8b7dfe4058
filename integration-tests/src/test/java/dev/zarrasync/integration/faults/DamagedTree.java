package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * A group of three sparse arrays that chance has damaged, in ways that have been met in the field:
 * as objects, as a directory, and as a server tells of them. The values that were written stay
 * known.
 */
final class DamagedTree {

  static final List<String> ARRAYS = List.of("g/dots", "g/nested", "g/blosc");
  static final int SIZE = 12;
  static final int FILL = -7;
  private static final int CHUNK = 3;

  private interface Damage {
    void to(DamagedTree tree) throws Exception;
  }

  private static final List<Damage> TO_OBJECTS =
      List.of(
          t -> t.header("\"dtype\"\\s*:\\s*\"[^\"]*\"", "\"dtype\":\"<f9\""),
          t -> t.header("-7", "[-7]"),
          t -> t.header("-7", "{\"value\":-7}"),
          t -> t.header("-7", "\"missing\""),
          t -> t.header("-7", "\"0x2a\""),
          t -> t.header("-7", "-7.0"),
          t -> t.header("-7", "99999999999"),
          t -> t.header("-7", "NaN"),
          t -> t.header("\"C\"", "\"A\""),
          t -> t.header("\"filters\"\\s*:\\s*null", "\"filters\":[{\"id\":\"pickle\"}]"),
          t -> t.header("\"zlib\"", "\"lzma\""),
          t -> t.header("\"level\"\\s*:\\s*\\d+", "\"level\":-1"),
          t -> t.header("\"shuffle\"\\s*:\\s*\\d+", "\"shuffle\":-1"),
          t -> t.header("\"lz4\"", "\"snappy\""),
          t -> t.header("\"shape\"\\s*:\\s*\\[[^\\]]*\\]", "\"shape\":[]"),
          t -> t.change(t.array() + "/.zarray", json -> bytes("\ufeff" + text(json))),
          t -> t.change(t.array() + "/.zarray", json -> Arrays.copyOf(json, json.length / 2)),
          t -> t.change(t.array() + "/.zarray", DamagedTree::gzip),
          t -> t.objects.remove(t.array() + "/.zarray"),
          t -> t.objects.put(t.array() + "/zarr.json", bytes("{")),
          t -> t.objects.put(t.array() + "/zarr.json", bytes("{\"node_type\": \"array\"}")),
          t -> t.objects.put(t.array() + "/.zattrs", bytes("{\"a\": NaN, \"b\": -Infinity}")),
          t -> t.objects.put(t.array() + "/.zattrs", bytes("<html>not here</html>")),
          t -> t.objects.put("g/.zattrs", bytes("{")),
          t -> t.objects.put("g/.zmetadata", bytes("[]")),
          t -> t.objects.put("g/.zmetadata", bytes("{}")),
          t -> t.objects.put("g/.zmetadata", t.stale("\"<i4\"", "\"<f4\"")),
          t -> t.objects.put("g/.zmetadata", t.stale("-7", "0")),
          t -> t.objects.put("g/.zmetadata", t.stale("12", "3")),
          t -> t.change(t.chunk(), chunk -> Arrays.copyOf(chunk, chunk.length / 2)),
          t -> t.change(t.chunk(), chunk -> new byte[0]),
          t -> t.change(t.chunk(), chunk -> Arrays.copyOf(chunk, chunk.length + 3)),
          t -> t.change(t.chunk(), DamagedTree::gzip),
          t -> t.change(t.chunk(), chunk -> bytes("<html>Please log in</html>")),
          t -> t.objects.put(t.chunk() + " (copy)", bytes("x")),
          t -> t.objects.put(t.chunk() + "~", bytes("x")),
          t -> t.objects.put(t.array() + "/.DS_Store", bytes("x")),
          t -> t.objects.put(t.array() + "/00.00", bytes("x")));

  private static final List<Damage> TO_FILES =
      List.of(
          t -> t.replaceByLink(t.file(t.chunk()), t.root.resolve("annex")),
          t -> t.replaceByLink(t.file(t.chunk()), t.outside),
          t -> t.replaceByLink(t.file(t.chunk()).getParent(), t.root.resolve("annex")),
          t -> t.replaceByLink(t.file(t.chunk()).getParent(), t.outside),
          t -> t.replaceByLink(t.file("g"), t.outside),
          t -> t.dangle(t.file(t.chunk())),
          t -> t.dangle(t.file(t.array() + "/.zarray")),
          t -> t.link(t.file(t.array() + "/0.00"), "not-fetched"),
          t -> t.link(t.file(t.array() + "/loop"), ".."),
          t -> t.link(t.file("g/self"), "self"),
          t -> t.replaceByLoop(t.file(t.chunk())));

  private final Random random;
  private final TreeMap<String, byte[]> objects = new TreeMap<>();
  private final Path root;
  private final Path outside;

  /** Keys that something else than the server of the objects answers. */
  final Set<String> foreign = new HashSet<>();

  /**
   * @param directory an empty directory
   */
  DamagedTree(long seed, Path directory) throws Exception {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    root = directory.resolve("root");
    outside = Files.createDirectories(directory.resolve("outside"));
    MemoryStore memory = new MemoryStore();
    JZarrs.createGroup(memory, "", null);
    JZarrs.createGroup(memory, "g", null);
    create(memory, "g/dots", CompressorFactory.create("zlib", "level", 1), DimensionSeparator.DOT);
    create(memory, "g/nested", CompressorFactory.nullCompressor, DimensionSeparator.SLASH);
    create(memory, "g/blosc", CompressorFactory.create("blosc"), DimensionSeparator.SLASH);
    if (random.nextBoolean()) {
      ZarrUtils.consolidateMetadata(JZarrs.asJZarrStore(memory));
    }
    for (ListedObject object : memory.list(ListRequest.all("")).join().objects()) {
      objects.put(object.key(), ((Found) memory.get(object.key()).join()).bytes());
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      TO_OBJECTS.get(random.nextInt(TO_OBJECTS.size())).to(this);
    }
  }

  private static void create(
      MemoryStore store, String path, Compressor compressor, DimensionSeparator separator)
      throws Exception {
    ZarrArray array =
        JZarrs.createArray(
            store,
            path,
            new ArrayParams()
                .shape(SIZE, SIZE)
                .chunks(CHUNK, CHUNK)
                .dataType(DataType.i4)
                .fillValue(FILL)
                .compressor(compressor)
                .dimensionSeparator(separator));
    int[] values = values();
    for (int row = 0; row < SIZE; row += CHUNK) {
      for (int column = 0; column < SIZE; column += CHUNK) {
        if (isStored(row, column)) {
          int[] chunk = new int[CHUNK * CHUNK];
          for (int i = 0; i < chunk.length; i++) {
            chunk[i] = values[(row + i / CHUNK) * SIZE + column + i % CHUNK];
          }
          array.write(chunk, new int[] {CHUNK, CHUNK}, new int[] {row, column});
        }
      }
    }
  }

  /** Two chunks of three are stored; the first is not. */
  private static boolean isStored(int row, int column) {
    return (row + column) / CHUNK % 3 != 0;
  }

  /** What was written to each of the arrays. */
  static int[] values() {
    return IntStream.range(0, SIZE * SIZE)
        .map(i -> isStored(i / SIZE / CHUNK * CHUNK, i % SIZE / CHUNK * CHUNK) ? i + 1 : FILL)
        .toArray();
  }

  /** The tree on a server, of which something else answers for some keys. */
  Bucket bucket() {
    if (random.nextInt(3) > 0) {
      foreign.add(chunk());
      foreign.add(random.nextBoolean() ? chunk() : array() + "/.zarray");
    }
    Bucket bucket = new Bucket();
    objects.forEach(bucket::put);
    return bucket;
  }

  /** The tree as files, with damages that only a directory can have. */
  Path directory() throws Exception {
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      Path file = root.resolve(object.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, object.getValue());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      TO_FILES.get(random.nextInt(TO_FILES.size())).to(this);
    }
    return root;
  }

  private String array() {
    return ARRAYS.get(random.nextInt(ARRAYS.size()));
  }

  private String chunk() {
    String array = array();
    List<String> chunks =
        objects.keySet().stream().filter(key -> key.matches(array + "/\\d[./]\\d")).toList();
    return chunks.get(random.nextInt(chunks.size()));
  }

  private void header(String pattern, String replacement) {
    change(array() + "/.zarray", json -> bytes(text(json).replaceFirst(pattern, replacement)));
  }

  private void change(String key, UnaryOperator<byte[]> change) {
    objects.computeIfPresent(key, (k, object) -> change.apply(object));
  }

  /** Consolidated metadata that is no longer true of one of the arrays. */
  private byte[] stale(String text, String replacement) {
    List<String> entries = new ArrayList<>();
    for (String array : ARRAYS) {
      String json = text(objects.getOrDefault(array + "/.zarray", bytes("{}")));
      entries.add(
          "\"%s/.zarray\": %s".formatted(array.substring(2), json.replace(text, replacement)));
    }
    return bytes(
        "{\"zarr_consolidated_format\": 1, \"metadata\": {\".zgroup\": {\"zarr_format\": 2}, %s}}"
            .formatted(String.join(", ", entries)));
  }

  private Path file(String key) {
    return root.resolve(key);
  }

  private void replaceByLink(Path file, Path to) throws IOException {
    if (Files.exists(file)) {
      Files.createDirectories(to);
      Path target = to.resolve("moved-" + random.nextLong(Long.MAX_VALUE));
      Files.move(file, target);
      Files.createSymbolicLink(file, target);
    }
  }

  private void dangle(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      Files.createSymbolicLink(file, outside.resolve("not-fetched"));
    }
  }

  private void link(Path file, String to) throws IOException {
    if (Files.isDirectory(file.getParent()) && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(file, Path.of(to));
    }
  }

  private void replaceByLoop(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      Files.createSymbolicLink(file, file.getFileName());
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return zipped.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
