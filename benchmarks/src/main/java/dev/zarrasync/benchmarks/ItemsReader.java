package dev.zarrasync.benchmarks;

import dev.zarrasync.codec.BloscOptions;
import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** {@code getItems} without JZarr: each chunk is decoded and copied by who asked for it. */
final class ItemsReader implements Reader {

  private final AsyncStore store;
  private final ReadJob job;
  private final Codec codec;
  private final int chunkBytes;

  ItemsReader(ReadJob job) throws Exception {
    this.store = Ours.open(job);
    this.job = job;
    this.codec =
        job.data().encoding() == Dataset.Encoding.BLOSC
            ? Codecs.blosc(new BloscOptions("lz4", 5, BloscOptions.BYTE_SHUFFLE, 0, Short.BYTES))
            : Codecs.none();
    this.chunkBytes = IntStream.of(job.data().chunk()).reduce(Short.BYTES, Math::multiplyExact);
  }

  @Override
  public short[] read() {
    short[] values = new short[job.region().size()];
    ChunkGrid grid = job.grid();
    Map<String, int[]> chunks = grid.chunks();
    CompletableFuture<?>[] copied =
        store.getItems(chunks.keySet()).entrySet().stream()
            .map(
                item -> {
                  int[] index = Objects.requireNonNull(chunks.get(item.getKey()));
                  return item.getValue()
                      .thenAccept(
                          fetched -> {
                            if (fetched instanceof Fetched.Found found) {
                              grid.copy(index, decode(found), values);
                            }
                          });
                })
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(copied).join();
    return values;
  }

  private ShortBuffer decode(Fetched.Found found) {
    try {
      byte[] raw = codec.decode(found.bytes(), chunkBytes);
      return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
