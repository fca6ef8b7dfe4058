package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.memory.MemoryStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** An opened array says of itself what the one says that JZarr opens of the same header. */
class OpenedArraysTest {

  private static final List<String> TYPES =
      List.of(
          "<i1", "|u1", ">i2", "<u2", "<i4", ">u4", "i4", "<i8", "<u8", "<f4", ">f4", "<f8", "<f2",
          "|b1", "<M8[s]");

  private static final List<String> FILLS =
      List.of(
          "null",
          "0",
          "1",
          "true",
          "\"1\"",
          "[7]",
          "0.0",
          "-0.0",
          "2147483647",
          "2147483648",
          "-2147483648",
          "-2147483649",
          "9007199254740993",
          "0.1",
          "1e30",
          "1e400",
          "NaN",
          "\"NaN\"",
          "Infinity",
          "\"-Infinity\"",
          "\"NaT\"",
          "-1");

  private static final List<String> COMPRESSORS =
      List.of(
          "null",
          "{\"id\": \"zlib\"}",
          "{\"id\": \"zlib\", \"level\": 7}",
          "{\"id\": \"zlib\", \"level\": \"3\"}",
          "{\"id\": \"zlib\", \"level\": 3.7}",
          "{\"id\": \"zlib\", \"level\": null}",
          "{\"id\": \"zlib\", \"level\": 3000000000}",
          "{\"id\": \"zlib\", \"level\": NaN}",
          "{\"id\": \"gzip\", \"level\": 7}",
          "{\"id\": \"zstd\"}",
          "{\"id\": \"blosc\"}",
          "{\"id\": \"blosc\", \"nthreads\": 1e30}",
          "{\"id\": \"blosc\", \"cname\": \"zstd\", \"clevel\": 3, \"shuffle\": 2, \"blocksize\": 9}",
          "{\"id\": \"blosc\", \"cname\": \"lz4\", \"clevel\": 5, \"shuffle\": -1}");

  private static <T> T oneOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static String header(Random random) {
    int rank = 1 + random.nextInt(3);
    String separator = oneOf(List.of("\".\"", "\"/\"", "\"-\"", "null"), random);
    return """
        {"zarr_format": 2, "shape": %s, "chunks": %s, "dtype": "%s", "fill_value": %s,
         "compressor": %s, "order": "%s", "filters": null, "dimension_separator": %s}
        """
        .formatted(
            random.ints(rank, 0, 50).boxed().toList(),
            random.ints(rank, 1, 20).boxed().toList(),
            oneOf(TYPES, random),
            oneOf(FILLS, random),
            oneOf(COMPRESSORS, random),
            oneOf(List.of("C", "F"), random),
            separator);
  }

  private static List<Object> said(ZarrArray array) {
    return List.of(
        Arrays.toString(array.getShape()),
        Arrays.toString(array.getChunks()),
        array.getDataType(),
        array.getByteOrder(),
        array.getFillValue(),
        array.getFillValue().getClass(),
        array.getDimensionSeparator(),
        array.getCompressor().getClass(),
        "" + array.getCompressor(), // That of none has no string.
        array.toString());
  }

  @Property(tries = 1_000)
  void sayWhatJZarrSays(@ForAll long seed) throws Exception {
    String header = header(new Random(seed));
    MemoryStore store = new MemoryStore();
    store.put(".zarray", header.getBytes(UTF_8)).join();
    ZarrArray opened;
    try {
      opened = JZarrs.openArray(store, "");
    } catch (IOException e) {
      return; // A fill value that the type does not have.
    }
    ZarrArray stock =
        ZarrArray.open(
            JZarrStore.of(
                store, "", Objects.requireNonNull(ArrayHeader.load(store, "")).forJZarr(store)));

    assertThat(said(opened)).as(header).isEqualTo(said(stock));
  }
}
