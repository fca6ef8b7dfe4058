package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads in two ways. */
class BenchTest {

  private final Path directory;

  BenchTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** 10 chunks of 5 elements. */
  private String array(Compressor compressor) throws Exception {
    try (AsyncStore store = FileStore.at(directory)) {
      ArrayParams params =
          new ArrayParams().shape(50).chunks(5).dataType(DataType.i4).compressor(compressor);
      int[] values = new int[50];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      JZarrs.createArray(store, "", params, null).write(values, new int[] {50}, new int[] {0});
    }
    return directory.toString();
  }

  @Test
  void theSampleIsSaidAndBothWaysAreCounted() throws Exception {
    String text = Run.text("bench", array(CompressorFactory.nullCompressor), "--chunks=4");
    assertThat(text).startsWith("Sample: [20] at [15] of file:");
    assertThat(text).contains("4 of 10 chunks", "stock JZarr, one by one", "exact plan, together");
    assertThat(text).contains("times as fast.").doesNotContain("Blosc");
  }

  @Test
  void bothWaysReadTheSameChunksOnce() throws Exception {
    JsonNode answer =
        Run.json("bench", array(CompressorFactory.createDefaultCompressor()), "--json");
    assertThat(answer.path("sampled_chunks").asInt()).isEqualTo(10);
    assertThat(answer.path("one_by_one").path("requests").asInt()).isEqualTo(10);
    assertThat(answer.path("together").path("requests").asInt()).isEqualTo(10);
    assertThat(answer.path("together").path("bytes").asLong())
        .isPositive()
        .isEqualTo(answer.path("one_by_one").path("bytes").asLong());
    assertThat(answer.path("ratio").asDouble()).isPositive();
    assertThat(answer.path("blosc_decoded").asBoolean()).isTrue();
  }

  @Test
  void missingChunksAreReadAsMissing() throws Exception {
    String array = array(CompressorFactory.create("zlib", "level", 1));
    Files.delete(directory.resolve("3"));
    JsonNode answer = Run.json("bench", array, "--json");
    assertThat(answer.path("one_by_one").path("requests").asInt()).isEqualTo(10);
    assertThat(answer.path("blosc_decoded").asBoolean()).isFalse();
  }

  @Test
  void aSampleIsBoundedInBytesToo() throws Exception {
    String array = array(CompressorFactory.nullCompressor);
    assertThat(Run.json("bench", array, "--json", "--megabytes=1").path("sampled_chunks").asInt())
        .isEqualTo(10);
    assertThat(Run.of("bench", array, "--chunks=0").exitCode()).isEqualTo(2);
  }

  @Test
  void aDamagedChunkIsAFailure() throws Exception {
    String array = array(CompressorFactory.createDefaultCompressor());
    Files.write(directory.resolve("3"), new byte[] {1, 2, 3});
    Run run = Run.of("bench", array);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("zarrasync: CORRUPT").contains("'3'");
    assertThat(run.err().lines()).hasSize(1);
  }
}
