package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.faults.ChildJvm;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays of very many chunks: what is not read costs nothing. */
class HugeGridTest {

  /** A JVM that could not hold a byte for each chunk, nor one bit for each of the first. */
  @Test
  void aReadOfOneChunkIsOneGetOfDataInLittleMemory(@TempDir Path directory) throws Exception {
    ChildJvm child = ChildJvm.run(ReadOneChunk.class, directory, "-Xmx32m");

    assertThat(child)
        .isEqualTo(
            new ChildJvm(
                0,
                """
                7 in [a/.zarray, a/zarr.json, a/999999999], 0 listings
                7 in [a/.zarray, a/zarr.json, a/999999999], 0 listings
                7 in [a/.zarray, a/zarr.json, a/99999.99999.99999], 0 listings
                7 in [a/.zarray, a/zarr.json, a/99999.99999.99999], 0 listings
                7 in [a/.zarray, a/zarr.json, a/2147483646.2147483646.2147483646], 0 listings
                7 in [a/.zarray, a/zarr.json, a/2147483646.2147483646.2147483646], 0 listings
                """));
  }

  @Test
  void aChunkThatFitsNoHeapIsAnErrorThatNamesIt(@TempDir Path directory) throws Exception {
    ChildJvm child = ChildJvm.run(ReadLargeChunk.class, directory, "-Xmx32m");

    assertThat(child.exitCode()).isZero();
    assertThat(child.output())
        .startsWith("OTHER: the heap has no room for a chunk of 1073741824 bytes: let the JVM")
        .contains("key '0'");
  }

  /** Reads an element of a chunk of a gigabyte, which is stored in 40 bytes. */
  static final class ReadLargeChunk {

    private ReadLargeChunk() {}

    public static void main(String[] args) throws Exception {
      MemoryStore store = new MemoryStore();
      String header =
          "{\"zarr_format\": 2, \"shape\": [1073741824], \"chunks\": [1073741824], \"dtype\":"
              + " \"|u1\", \"compressor\": {\"id\": \"blosc\"}, \"fill_value\": 0, \"order\":"
              + " \"C\", \"filters\": null}";
      store.put(".zarray", header.getBytes(UTF_8)).join();
      ByteBuffer chunk = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
      // Two blocks of half a gigabyte, not split and compressed with LZ4, each in one byte.
      chunk.put((byte) 2).put((byte) 1).put((byte) 0x30).put((byte) 1);
      chunk.putInt(1 << 30).putInt(1 << 29).putInt(34).putInt(24).putInt(29);
      chunk.putInt(1).put((byte) 0).putInt(1).put((byte) 0);
      store.put("0", chunk.array()).join();
      try {
        JZarrs.openArray(store, "").read(new int[] {1});
      } catch (StoreException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Reads the last chunk of arrays of 10^9, 10^15 and nearly 10^28 chunks, in both ways. */
  static final class ReadOneChunk {

    private ReadOneChunk() {}

    public static void main(String[] args) throws Exception {
      readLast(1_000_000_000);
      readLast(100_000, 100_000, 100_000);
      readLast(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static void readLast(int... shape) throws Exception {
      int[] one = new int[shape.length];
      Arrays.fill(one, 1);
      int[] last = Arrays.stream(shape).map(length -> length - 1).toArray();
      MemoryStore memory = new MemoryStore();
      String header =
          "{\"zarr_format\": 2, \"shape\": %s, \"chunks\": %s, \"dtype\": \"|u1\", \"compressor\":"
              + " null, \"fill_value\": 0, \"order\": \"C\", \"filters\": null,"
              + " \"dimension_separator\": \".\"}";
      memory
          .put(
              "a/.zarray",
              header.formatted(Arrays.toString(shape), Arrays.toString(one)).getBytes(UTF_8))
          .join();
      String key = Arrays.toString(last).replace(", ", ".").replaceAll("[\\[\\]]", "");
      memory.put("a/" + key, new byte[] {7}).join();

      RecordingStore planned = new RecordingStore(memory);
      report(planned, JZarrs.openArray(planned, "a").read(one, last));
      RecordingStore dropIn = new RecordingStore(memory);
      report(
          dropIn,
          ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(dropIn, "a"))).read(one, last));
    }

    private static void report(RecordingStore store, Object read) {
      System.out.printf(
          "%d in %s, %d listings%n", ((byte[]) read)[0], store.gets, store.lists.size());
    }
  }
}
