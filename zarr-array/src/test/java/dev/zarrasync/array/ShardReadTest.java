package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.Elements;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Arrays of bytes in shards of 4 times 4 inner chunks that are not compressed. */
class ShardReadTest {

  private static final int CHUNK = 512;
  private static final int SHARD = 4 * CHUNK;
  private static final int INDEX = 16 * 16;
  private static final byte FILL = 7;
  private static final DataType BYTE = new DataType(DataType.Kind.SIGNED, 1, ByteOrder.BIG_ENDIAN);

  private final Requests store = new Requests();
  private final ShardCodec codec =
      new ShardCodec(
          Map.of(
              "chunk_shape", List.of(CHUNK, CHUNK),
              "codecs", List.of("bytes"),
              "index_codecs", List.of("bytes")),
          new Elements(BYTE, new int[] {SHARD, SHARD}),
          new byte[] {FILL},
          (codecs, input) -> Codecs.none());

  /** Tells of the ranges that are asked for. */
  private static final class Requests extends ForwardingStore {
    final ConcurrentLinkedQueue<String> gets = new ConcurrentLinkedQueue<>();
    final AtomicLong bytes = new AtomicLong();
    volatile CompletableFuture<Void> indicesMayCome = CompletableFuture.completedFuture(null);
    volatile Runnable beforeRanges = () -> {};
    volatile Runnable beforeIndices = () -> {};

    Requests() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      gets.add(key + " " + text(options.range()));
      if (options.range() instanceof ByteRange.Suffix) {
        beforeIndices.run();
      }
      if (options.range() instanceof ByteRange.Span) {
        beforeRanges.run();
      }
      CompletableFuture<Fetched> got = delegate().get(key, options);
      got.thenAccept(
          fetched -> bytes.addAndGet(fetched instanceof Fetched.Found f ? f.bytes().length : 0));
      return options.range() instanceof ByteRange.Suffix
          ? indicesMayCome.thenCompose(nothing -> got)
          : got;
    }

    /** Its writes are those of another process. */
    @Override
    public String url(String key) {
      return "shards:" + key;
    }

    @Override
    public Limits limits() {
      return new Limits(64, 256 << 20);
    }

    private static String text(ByteRange range) {
      return range instanceof ByteRange.Span span
          ? span.length() / (CHUNK * CHUNK) + " from " + span.offset() / (CHUNK * CHUNK)
          : range instanceof ByteRange.Suffix suffix ? "last " + suffix.length() : "all";
    }

    List<String> taken() {
      List<String> taken = List.copyOf(gets);
      gets.clear();
      return taken;
    }
  }

  /** Inner chunk i has the value i everywhere, but the stored ones only. */
  private void store(String key, int... stored) {
    byte[] raw = new byte[SHARD * SHARD];
    Arrays.fill(raw, FILL);
    for (int chunk : stored) {
      for (int row = 0; row < CHUNK; row++) {
        int from = (chunk / 4 * CHUNK + row) * SHARD + chunk % 4 * CHUNK;
        Arrays.fill(raw, from, from + CHUNK, (byte) (chunk + 20));
      }
    }
    try {
      store.put(key, codec.encode(raw)).join();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RegionReader reader(ListPolicy policy) {
    return reader(store, policy, 2 * SHARD);
  }

  private RegionReader reader(AsyncStore from, ListPolicy policy, int rows) {
    ArrayMetadata metadata =
        new ArrayMetadata(
            3,
            new long[] {rows, 2 * SHARD},
            new int[] {SHARD, SHARD},
            BYTE,
            codec,
            new byte[] {FILL},
            ChunkKeys.v2("/"),
            List.of(),
            null);
    return new RegionReader(from, "", metadata, ArrayOptions.DEFAULT.listPolicy(policy));
  }

  private byte[] read(int[] shape, long[] offset) {
    return read(ListPolicy.AUTO, shape, offset);
  }

  private byte[] read(AsyncStore from, int[] shape, long[] offset) {
    return read(reader(from, ListPolicy.AUTO, 2 * SHARD), shape, offset);
  }

  private byte[] read(ListPolicy policy, int[] shape, long[] offset) {
    return read(reader(policy), shape, offset);
  }

  private static byte[] read(RegionReader reader, int[] shape, long[] offset) {
    byte[] region = new byte[shape[0] * shape[1]];
    reader.read(region, shape, offset).join();
    return region;
  }

  @Test
  void aPlanCountsInnerChunks() {
    PlannedRead plan = reader(ListPolicy.AUTO).plan(new int[] {2, 2}, new long[] {SHARD - 1, 0});

    assertThat(plan.count()).isEqualTo(2);
    assertThat(plan.explain())
        .contains("Read of 2 objects")
        .contains("shards    2 inner chunks of 262,144 bytes; of each shard the index (256 bytes)");
  }

  @Test
  void aWindowCostsTheIndexAndTheInnerChunksItCovers() {
    store("0/0", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    byte[] window = read(new int[] {2, 2}, new long[] {CHUNK - 1, CHUNK - 1});

    assertThat(window).containsExactly(20, 21, 24, 25);
    assertThat(store.taken())
        .as("neighbours in the shard are got together, others not")
        .containsExactly("0/0 last " + INDEX, "0/0 2 from 0", "0/0 2 from 4");
  }

  @Test
  void aSecondReadKnowsTheIndex() {
    store("0/0", 0, 1, 2, 3);
    read(new int[] {1, 1}, new long[] {0, 0});
    store.taken();

    assertThat(read(new int[] {1, 1}, new long[] {0, CHUNK})).containsExactly(21);
    assertThat(store.taken()).containsExactly("0/0 1 from 1");
  }

  @Test
  void aRegionOverShardsCostsEachIndexOnce() {
    for (String key : List.of("0/0", "0/1", "1/0", "1/1")) {
      store(key, 0, 3, 12, 15);
    }
    byte[] region = read(new int[] {2, 2}, new long[] {SHARD - 1, SHARD - 1});
    assertThat(region).containsExactly(35, 32, 23, 20);
    assertThat(store.taken()).hasSize(4 + 4);

    assertThat(read(new int[] {2, 2}, new long[] {SHARD - 1, SHARD - 1})).isEqualTo(region);
    assertThat(store.taken()).hasSize(4);
  }

  @Test
  void aRegionOverSixteenShardsBringsLittleMoreThanItNeeds() {
    for (int shard = 0; shard < 16; shard++) {
      store(shard + "/0", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }
    RegionReader reader = reader(store, ListPolicy.AUTO, 16 * SHARD);
    byte[] column = new byte[16 * SHARD];
    store.bytes.set(0);
    reader.read(column, new int[] {16 * SHARD, 1}, new long[] {0, CHUNK}).join();

    assertThat(column[15 * SHARD + CHUNK]).isEqualTo((byte) 25);
    List<String> requests = store.taken();
    assertThat(requests).filteredOn(get -> get.endsWith("last " + INDEX)).hasSize(16);
    assertThat(requests).hasSize(16 + 16 * 4);
    assertThat(store.bytes.get()).isLessThan((long) (1.3 * 16 * 4 * CHUNK * CHUNK));
  }

  @Test
  void whoeverReadsAShardAtOnceSharesTheRequestForItsIndex() {
    store("0/0", 0, 1, 2, 3);
    store.indicesMayCome = new CompletableFuture<>();
    RegionReader reader = reader(ListPolicy.AUTO);
    List<CompletableFuture<Void>> reads = new ArrayList<>();
    for (int column = 0; column < 4; column++) {
      long[] offset = {0, (long) column * CHUNK};
      reads.add(reader.read(new byte[1], new int[] {1, 1}, offset));
    }
    reads.remove(0).cancel(true);
    store.indicesMayCome.complete(null);
    reads.forEach(CompletableFuture::join);

    assertThat(store.taken())
        .containsExactlyInAnyOrder(
            "0/0 last " + INDEX, "0/0 1 from 1", "0/0 1 from 2", "0/0 1 from 3");
  }

  @Test
  void allOfASmallShardIsOneRequest() {
    store("0/0", 3, 9);
    byte[] all = read(new int[] {SHARD, SHARD}, new long[] {0, 0});

    assertThat(all[0]).isEqualTo(FILL);
    assertThat(all[3 * CHUNK]).isEqualTo((byte) 23);
    assertThat(all[2 * CHUNK * SHARD + CHUNK]).isEqualTo((byte) 29);
    assertThat(store.taken()).containsExactly("0/0 all");
  }

  @Test
  void whatIsNotStoredIsTheFillValue() {
    store("0/0", 3);

    assertThat(read(new int[] {1, 2}, new long[] {0, 0})).containsExactly(FILL, FILL);
    assertThat(store.taken()).containsExactly("0/0 last " + INDEX);
    assertThat(read(new int[] {1, 2}, new long[] {0, SHARD})).containsExactly(FILL, FILL);
    assertThat(store.taken()).containsExactly("0/1 last " + INDEX);
  }

  @Test
  void whatWasNotStoredIsAskedForAgain() {
    store("0/0", 3);
    read(new int[] {1, 2}, new long[] {0, 0});
    store("0/0", 0, 3);

    assertThat(read(new int[] {1, 2}, new long[] {0, 0})).containsExactly(20, 20);
  }

  @Test
  void whatWasNotStoredIsAskedForAgainBesideWhatWas() {
    CachingStore cache = new CachingStore(store, 1 << 20);
    store("0/0", 3);
    assertThat(read(cache, new int[] {1, 2}, new long[] {0, 3 * CHUNK - 1}))
        .containsExactly(FILL, 23);
    store("0/0", 2, 3);

    assertThat(read(cache, new int[] {1, 2}, new long[] {0, 3 * CHUNK - 1}))
        .as("the cache knows the one that was stored, and would not ask for it")
        .containsExactly(22, 23);
    store("0/0", 1, 2, 3);
    AsyncStore another = new PrefixStore(cache, "");
    assertThat(read(another, new int[] {1, 2}, new long[] {0, 2 * CHUNK - 1}))
        .as("nor is an index that a cache knows believed")
        .containsExactly(21, 22);
  }

  @Test
  void aShardThatIsReplacedWhileItIsReadIsReadAgain() {
    store("0/0", 0, 1);
    store.beforeRanges =
        () -> {
          store.beforeRanges = () -> {};
          store("0/0", 1, 2, 3);
        };

    assertThat(read(new int[] {1, 2}, new long[] {0, CHUNK - 1})).containsExactly(FILL, 21);
    assertThat(store.taken())
        .containsExactly("0/0 last " + INDEX, "0/0 2 from 0", "0/0 last " + INDEX, "0/0 1 from 0");
  }

  @Test
  void aShardThatAListingShowsAndNoGetFindsIsAnError() {
    store("0/0", 0, 1);
    store.beforeIndices = () -> store.delete("0/0").join();

    assertThatThrownBy(() -> read(ListPolicy.FIRST, new int[] {1, 2}, new long[] {0, 0}))
        .cause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a listing showed the object a moment ago, and now it is missing");
  }

  @Test
  void aShardThatKeepsChangingIsAnError() {
    store("0/0", 0, 1);
    store.beforeRanges = () -> store("0/0", 0, (int) (System.nanoTime() % 14) + 1);

    assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 0}))
        .hasCauseInstanceOf(StoreException.class)
        .cause()
        .extracting(e -> ((StoreException) e).kind())
        .isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(store.taken()).hasSize(6);
  }

  @Test
  void aDamagedIndexIsAnErrorThatNamesTheShard() {
    store("0/0", 0);
    byte[] shard = ((Fetched.Found) store.get("0/0").join()).bytes().clone();
    shard[shard.length - INDEX + 3] = 1;
    store.put("0/0", shard).join();

    assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 0}))
        .hasMessageContaining("the shard is damaged: The shard's index has inner chunk 0")
        .hasMessageContaining("0/0");
    store.put("0/0", new byte[INDEX - 1]).join();
    assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 0}))
        .hasMessageContaining("the shard is damaged: The shard of 255 bytes has no index");
    store.put("0/0", new byte[0]).join();
    assertThatThrownBy(() -> read(new int[] {1, 1}, new long[] {0, 0}))
        .hasMessageContaining("the shard is damaged: it has no index");
  }
}
