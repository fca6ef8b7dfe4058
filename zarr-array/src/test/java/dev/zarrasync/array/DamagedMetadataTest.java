package dev.zarrasync.array;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.internal.MetadataJson;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Metadata of either version in which chance has changed something is valid, or says it is not. */
class DamagedMetadataTest {

  private static final List<String> WHOLE =
      List.of(
          """
          {"zarr_format": 2, "shape": [10, 20], "chunks": [3, 4], "dtype": "<i4", "order": "F",
           "compressor": {"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 1},
           "fill_value": -1, "filters": [{"id": "delta", "dtype": "<i4"}],
           "dimension_separator": "/"}
          """,
          """
          {"zarr_format": 2, "shape": [9], "chunks": [3], "dtype": [["a", "<f2"], ["b", "|S3", [2]]],
           "compressor": null, "fill_value": "AAECAwQFBgc=", "filters": null}
          """,
          """
          {"zarr_format": 3, "node_type": "array", "shape": [10, 20], "data_type": "float16",
           "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [4, 6]}},
           "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
           "fill_value": "0x7e01", "attributes": {"a": 1}, "dimension_names": ["y", null],
           "codecs": [{"name": "sharding_indexed", "configuration": {"chunk_shape": [2, 3],
             "codecs": [{"name": "transpose", "configuration": {"order": [1, 0]}},
               {"name": "bytes", "configuration": {"endian": "big"}}, {"name": "zstd"}],
             "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}},
               {"name": "crc32c"}], "index_location": "start"}}]}
          """,
          """
          {"zarr_format": 3, "node_type": "array", "shape": [2], "fill_value": "NaT",
           "data_type": {"name": "numpy.datetime64", "configuration": {"unit": "s"}},
           "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
           "chunk_key_encoding": "v2", "codecs": ["bytes", {"name": "gzip"}],
           "storage_transformers": [], "extra": {"must_understand": false}}
          """);

  private static final List<String> PIECES =
      List.of(
          "0", "-", "9", "\"", "[", "]", "{", "}", ",", ":", "null", "true", "1e9", "[[1]]", "");

  @Property(tries = 3_000)
  void isValidOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    String whole = WHOLE.get(random.nextInt(WHOLE.size()));
    StringBuilder damaged = new StringBuilder(whole);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int from = random.nextInt(damaged.length());
      int to = Math.min(damaged.length(), from + random.nextInt(4));
      damaged.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
    }
    try {
      ArrayMetadata metadata = ArrayMetadata.parse(damaged.toString().getBytes(UTF_8));
      assertThat(metadata.shape()).hasSameSizeAs(metadata.chunks());
      assertThat(metadata.forJZarr().fillValue()).hasSize(metadata.forJZarr().type().size());
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 500)
  void aValueOfAnotherKindIsValidOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    var root = MetadataJson.parse(WHOLE.get(random.nextInt(WHOLE.size())).getBytes(UTF_8));
    List<String> names = root.propertyStream().map(field -> field.getKey()).toList();
    var other = MetadataJson.parse(WHOLE.get(random.nextInt(WHOLE.size())).getBytes(UTF_8));
    List<String> others = other.propertyStream().map(field -> field.getKey()).toList();
    root.set(
        names.get(random.nextInt(names.size())),
        other.get(others.get(random.nextInt(others.size()))));
    try {
      assertThat(ArrayMetadata.of(root).chunkBytes()).isPositive();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
