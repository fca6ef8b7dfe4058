package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.cache.DecodedCache;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Arrays with a cache of decoded chunks, over a cache of encoded ones. */
class DecodedChunksTest {

  /** Counts what is decoded. */
  private static final class CountingCodec implements Codec {
    final AtomicInteger decoded = new AtomicInteger();
    private final Codec zlib = Codecs.zlib(1);

    @Override
    public byte[] decode(byte[] encoded, int size) throws IOException {
      decoded.incrementAndGet();
      return zlib.decode(encoded, size);
    }

    @Override
    public byte[] encode(byte[] raw) throws IOException {
      return zlib.encode(raw);
    }
  }

  private final CountingCodec codec = new CountingCodec();
  private final MemoryStore memory = new MemoryStore();
  private final AsyncStore store = new CachingStore(memory, 1 << 20);
  private final DecodedCache cache = new DecodedCache(1 << 20);

  private ArrayMetadata metadata(int chunk) {
    return Arrays1d.metadata(10, chunk, codec, -1);
  }

  private RegionReader reader(int chunk) {
    return new RegionReader(
        store,
        "a",
        metadata(chunk),
        ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER).decodedCache(cache));
  }

  private static byte[] read(RegionReader reader, int length, int offset) {
    byte[] buffer = new byte[length];
    Arrays1d.await(reader.read(buffer, new int[] {length}, new long[] {offset}));
    return buffer;
  }

  private void write(byte... values) {
    RegionWriter writer = new RegionWriter(store, "a", metadata(2), false);
    Arrays1d.await(writer.write(values, new int[] {values.length}, new long[] {0}).done());
  }

  @Test
  void aChunkThatStaysInBothCachesIsDecodedOnce() {
    write((byte) 1, (byte) 2, (byte) 3, (byte) 4);

    assertThat(read(reader(2), 3, 0)).containsExactly(1, 2, 3);
    assertThat(read(reader(2), 3, 1)).containsExactly(2, 3, 4);
    assertThat(codec.decoded).hasValue(2);
    assertThat(cache.statistics().hits()).isEqualTo(2);
  }

  @Test
  void aWriteIsSeenAndWhatIsRememberedIsNotChanged() {
    write((byte) 1, (byte) 2);
    RegionReader reader = reader(2);
    assertThat(read(reader, 2, 0)).containsExactly(1, 2);

    write((byte) 7); // Reads, changes and stores the chunk.
    assertThat(read(reader, 2, 0)).containsExactly(7, 2);
    write((byte) 8);
    assertThat(read(reader, 2, 0)).containsExactly(8, 2);
  }

  @Test
  void aChunkRememberedForAnArrayOfOtherChunksIsNotUsed() throws IOException {
    byte[] same = {1, 2};
    Arrays1d.await(memory.put("a/0", codec.encode(same)));
    assertThat(read(reader(2), 2, 0)).containsExactly(1, 2);
    assertThat(Arrays1d.awaitFailure(failingRead())).hasMessageContaining("damaged");
  }

  private CompletableFuture<Void> failingRead() {
    return reader(3).read(new byte[3], new int[] {3}, new long[] {0});
  }
}
