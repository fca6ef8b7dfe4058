package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.Elements;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.ForwardingStore;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Arrays of 9 times 12 integers, in shards of 4 times 6 and inner chunks of 2 times 3. */
class ShardWriteTest {

  private static final int ROWS = 9;
  private static final int COLUMNS = 12;

  private static ArrayMetadata metadata(boolean isIndexFirst) {
    DataType type = new DataType(DataType.Kind.SIGNED, 4, ByteOrder.BIG_ENDIAN);
    int[] shard = {4, 6};
    byte[] fill = {0, 0, 0, 5};
    ShardCodec codec =
        new ShardCodec(
            Map.of(
                "chunk_shape", List.of(2, 3),
                "codecs", List.of("zlib"),
                "index_codecs", List.of("bytes"),
                "index_location", isIndexFirst ? "start" : "end"),
            new Elements(type, shard),
            fill,
            (codecs, input) ->
                codecs.contains("zlib") ? Codecs.of("zlib", Map.of(), input) : Codecs.none());
    return new ArrayMetadata(
        3,
        new long[] {ROWS, COLUMNS},
        shard,
        type,
        codec,
        fill,
        ChunkKeys.v2("/"),
        List.of(),
        null);
  }

  private static void write(
      AsyncStore store, ArrayMetadata metadata, int[] values, int[] shape, long[] offset) {
    new RegionWriter(store, "", metadata, true).write(values, shape, offset).done().join();
  }

  private static int[] readAll(AsyncStore store, ArrayMetadata metadata) {
    int[] all = new int[ROWS * COLUMNS];
    new RegionReader(store, "", metadata, ArrayOptions.DEFAULT)
        .read(all, new int[] {ROWS, COLUMNS}, new long[2])
        .join();
    return all;
  }

  @Property(tries = 100)
  void whatIsWrittenIsRead(@ForAll long seed, @ForAll boolean isIndexFirst) {
    Random random = new Random(seed);
    MemoryStore store = new MemoryStore();
    ArrayMetadata metadata = metadata(isIndexFirst);
    int[] expected = new int[ROWS * COLUMNS];
    Arrays.fill(expected, 5);
    for (int write = 0; write < 4; write++) {
      int row = random.nextInt(ROWS);
      int column = random.nextInt(COLUMNS);
      int[] shape = {1 + random.nextInt(ROWS - row), 1 + random.nextInt(COLUMNS - column)};
      int[] values = random.ints((long) shape[0] * shape[1], 4, 7).toArray();
      for (int i = 0; i < values.length; i++) {
        expected[(row + i / shape[1]) * COLUMNS + column + i % shape[1]] = values[i];
      }

      write(store, metadata, values, shape, new long[] {row, column});

      assertThat(readAll(store, metadata)).isEqualTo(expected);
    }
  }

  @Test
  void eachShardIsReadAndStoredOnce() {
    ConcurrentLinkedQueue<String> puts = new ConcurrentLinkedQueue<>();
    AsyncStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
            puts.add(key + " " + condition.getClass().getSimpleName());
            return delegate().put(key, value, condition);
          }
        };
    ArrayMetadata metadata = metadata(false);

    write(store, metadata, new int[4 * 12], new int[] {4, 12}, new long[2]);
    assertThat(puts).containsExactlyInAnyOrder("0/0 None", "0/1 None");
    puts.clear();
    write(store, metadata, new int[5 * 2], new int[] {5, 2}, new long[] {0, 5});
    assertThat(puts)
        .containsExactlyInAnyOrder("0/0 Unchanged", "0/1 Unchanged", "1/0 Absent", "1/1 Absent");
  }
}
