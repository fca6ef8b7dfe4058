package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.PrefixStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arrays and JZarr stores of one process that write the same chunk, through any store object. */
class WritersTest {

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Put(String key, byte[] value, CompletableFuture<Void> answer) {}

  /** Stores what is put when the test says so. */
  private static final class SlowStore extends ForwardingStore {
    final LinkedBlockingQueue<Put> puts = new LinkedBlockingQueue<>();
    volatile boolean slow;

    SlowStore() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      if (!slow) {
        return super.put(key, value, condition);
      }
      Put put = new Put(key, value, new CompletableFuture<>());
      puts.add(put);
      return put.answer;
    }

    AsyncStore below() {
      return delegate();
    }

    Put next() throws InterruptedException {
      Put put = puts.poll(60, TimeUnit.SECONDS);
      assertThat(put).as("a put").isNotNull();
      return put;
    }

    void store(Put put) {
      delegate().put(put.key, put.value).join();
      put.answer.complete(null);
    }
  }

  private final SlowStore store = new SlowStore();

  @BeforeEach
  void createArray() throws Exception {
    ArrayParams params =
        new ArrayParams()
            .shape(4)
            .chunks(4)
            .dataType(DataType.i1)
            .compressor(CompressorFactory.nullCompressor);
    JZarrs.createArray(store, "a", params).write(bytes(1, 2, 3, 4), new int[] {4}, new int[1]);
    store.slow = true;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private byte[] stored() {
    return ((Found) store.below().get("a/0").join()).bytes();
  }

  /** Writes all of the chunk through a JZarr store, on a thread of its own. */
  private Thread putByJZarr(CompletableFuture<Void> end, int... values) {
    Thread thread =
        new Thread(
            () -> {
              try {
                ZarrArray array = ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, "a")));
                array.write(bytes(values), new int[] {4}, new int[1]);
                end.complete(null);
              } catch (Exception e) {
                end.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private CompletableFuture<Void> setLast(int value) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            JZarrs.openArray(store, "a").write(bytes(value), new int[] {1}, new int[] {3});
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void anUpdateOfAnArrayFollowsThePutOfAJZarrStore() throws Exception {
    CompletableFuture<Void> end = new CompletableFuture<>();
    putByJZarr(end, 5, 6, 7, 8);
    Put put = store.next();
    CompletableFuture<Void> update = setLast(99);
    store.store(put);
    end.get(60, TimeUnit.SECONDS);
    Put next = store.next();
    assertThat(next.value).containsExactly(5, 6, 7, 99);
    store.store(next);
    update.get(60, TimeUnit.SECONDS);
  }

  @Test
  void anInterruptedPutIsWaitedForAndNeverStoredOverALaterOne() throws Exception {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread = putByJZarr(end, 5, 6, 7, 8);
    Put interrupted = store.next();
    thread.interrupt();
    assertThat(end)
        .failsWithin(60, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedIOException.class);

    CompletableFuture<Void> update = setLast(99);
    assertThat(interrupted.answer).as("is not aborted").isNotDone();
    store.store(interrupted);
    store.store(store.next());
    update.get(60, TimeUnit.SECONDS);
    assertThat(stored()).containsExactly(5, 6, 7, 99);
  }

  @Test
  void aDeleteWaitsForAnInterruptedPut() throws Exception {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread = putByJZarr(end, 5, 6, 7, 8);
    Put interrupted = store.next();
    store.below().delete("a/0").join();
    thread.interrupt();
    CompletableFuture<Void> deleted =
        CompletableFuture.runAsync(
            () -> {
              try {
                JZarrs.asJZarrStore(store).delete("a");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    store.store(interrupted);
    deleted.get(60, TimeUnit.SECONDS);
    assertThat(store.below().list(ListRequest.all("")).join().objects()).isEmpty();
  }
}
