package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.FlightRecording;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a flight recording shows of reads and chunks. */
class ReadEventTest {

  private final FlightRecording recording = FlightRecording.start();
  private final HandStore store = new HandStore();

  @AfterEach
  void stop() {
    recording.close();
  }

  /** Reads elements 3 to 5 of an array in chunks of 2. */
  private CompletableFuture<Void> read() {
    return new RegionReader(
            store,
            "a",
            Arrays1d.metadata(100, 2),
            ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER))
        .read(new byte[3], new int[] {3}, new long[] {3});
  }

  @Test
  void aReadIsAnEventAndSoIsEachChunkThatWasFound() throws Exception {
    CompletableFuture<Void> read = read();
    store.get(0).answer((byte) 2, (byte) 3);
    store.get(1).missing();
    Arrays1d.await(read);

    assertThat(recording.events("Read")).hasSize(1);
    RecordedEvent event = recording.events("Read").get(0);
    assertThat(event.getString("array")).isEqualTo(store.url("a"));
    assertThat(event.getString("shape")).isEqualTo("[3]");
    assertThat(event.getString("offset")).isEqualTo("[3]");
    assertThat(event.getLong("chunks")).isEqualTo(2);
    assertThat(event.getLong("bytes")).isEqualTo(2);
    assertThat(event.getString("outcome")).isEqualTo("DONE");

    assertThat(recording.events("Decode")).hasSize(1);
    RecordedEvent decoded = recording.events("Decode").get(0);
    assertThat(decoded.getString("key")).isEqualTo("a/1");
    assertThat(decoded.getLong("encodedBytes")).isEqualTo(2);
    assertThat(decoded.getLong("decodedBytes")).isEqualTo(2);
    assertThat(decoded.getThread()).isNotNull();
  }

  @Test
  void aReadThatFailsSaysHow() throws Exception {
    CompletableFuture<Void> read = read();
    StoreException failure = new StoreException(Kind.UNAVAILABLE, store, "a/1", "by hand", null);
    store.get(0).answer().completeExceptionally(failure);
    assertThat(Arrays1d.awaitFailure(read)).isSameAs(failure);
    assertThat(recording.events("Read"))
        .extracting(event -> event.getString("outcome"))
        .containsExactly("UNAVAILABLE");
  }

  @Test
  void aCancelStillReachesTheRequests() throws Exception {
    CompletableFuture<Void> read = read();
    read.cancel(false);
    assertThat(store.gets).hasSize(2).allMatch(get -> get.answer().isCancelled());
    assertThat(recording.events("Read"))
        .extracting(event -> event.getString("outcome"))
        .containsExactly("CANCELLED");
  }
}
