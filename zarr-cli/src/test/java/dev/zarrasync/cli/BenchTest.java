package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 0"})
  void anArrayWithoutElementsIsRefused(int length, int chunk) throws Exception {
    Files.writeString(
        directory.resolve(".zarray"),
        """
        {"zarr_format":2,"shape":[2,%d],"chunks":[2,%d],"dtype":"<i4","compressor":null,
         "fill_value":0,"order":"C","filters":null}
        """
            .formatted(length, chunk));
    Run run = Run.of("bench", directory.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has no elements", "Hint: ");
  }

  @Test
  void anyNumberOfMegabytesMayBeAskedFor() throws Exception {
    String array = array(CompressorFactory.nullCompressor);
    JsonNode answer = Run.json("bench", array, "--json", "--megabytes=" + Long.MAX_VALUE);
    assertThat(answer.path("sampled_chunks").asInt()).isEqualTo(10);
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

  /**
   * 24 chunks in 4 shards, at odds with the shape. The shards are small: they are got whole, unless
   * the length of their elements is not known.
   */
  @ParameterizedTest
  @CsvSource({"int16, 24, 4", "complex64, 24, 4", "string, 48, 8"})
  void anArrayThatStockJZarrCannotReadIsReadChunkByChunk(String type, int oneByOne, int together)
      throws Exception {
    try (AsyncStore store = FileStore.at(directory)) {
      NewArray shards = NewArray.of(type, 7, 2, 8).chunks(2, 1, 3).shards(4, 2, 6);
      AsyncArray array = AsyncArray.create(store, "", shards);
      Object values = array.read(new long[3], new int[] {7, 2, 8}).join();
      for (int i = 0; i < Array.getLength(values); i++) {
        Array.set(
            values,
            i,
            type.equals("string")
                ? "" + i
                : type.equals("int16") ? (Object) (short) i : (Object) (float) i);
      }
      array.write(values, new long[3], new int[] {7, 2, 8}).join();
    }
    JsonNode answer = Run.json("bench", directory.toString(), "--json");
    assertThat(answer.path("stock_jzarr").asBoolean()).isFalse();
    assertThat(answer.path("chunks").asInt()).isEqualTo(24);
    assertThat(answer.path("one_by_one").path("requests").asInt()).isEqualTo(oneByOne);
    assertThat(answer.path("together").path("requests").asInt()).isEqualTo(together);
    assertThat(Run.text("bench", directory.toString(), "--chunks=3"))
        .startsWith("Sample: [2, 1, 8] at [2, 0, 0] of file:")
        .contains("3 of 24 chunks", "one chunk after another", "Stock JZarr cannot read this");
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
