package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.faults.NewThreads;
import dev.zarrasync.faults.Relay;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.EmbeddedS3;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server that goes away in the middle of a request: the caller gets an error that says where and
 * what, whoever reads later sees whole objects only, and closing the store leaves nothing behind.
 */
class KilledServerTest {

  private static final long MIB = 1 << 20;
  private static final int SIZE = 1_024;
  private static final int CHUNK = 128;
  private static final int CHUNKS = SIZE / CHUNK * SIZE / CHUNK;
  private static final int[] SHAPE = {SIZE, SIZE};
  private static final int LARGE = 20 << 20;
  private static final byte[] OLD = new byte[100];
  private static final Duration SOON = Duration.ofSeconds(2);

  private EmbeddedS3 s3;
  private String bucket;
  private Relay relay;
  private NewThreads threads;

  /** Reaches the server by way of the relay. */
  private S3Store store;

  @BeforeEach
  void start() throws Exception {
    s3 = EmbeddedS3.start();
    bucket = s3.newBucket();
    // The first client also starts threads that are the JVM's, not its own.
    try (S3Store direct = direct()) {
      ArrayParams params =
          new ArrayParams()
              .shape(SHAPE)
              .chunks(CHUNK, CHUNK)
              .dataType(DataType.i4)
              .compressor(CompressorFactory.nullCompressor);
      JZarrs.createArray(direct, "empty", params);
      JZarrs.createArray(direct, "full", params).write(7);
      value(direct.put("old", OLD));
    }
    relay = new Relay(s3.endpoint());
    threads = NewThreads.sinceNow();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    store.close();
    relay.assertNoConnectionIsLeft();
    relay.close();
    s3.close();
    threads.assertNoneIsLeft();
  }

  private S3Store direct() {
    return EmbeddedServer.store(s3, bucket).build();
  }

  private S3StoreBuilder relayed() {
    return EmbeddedServer.store(s3, bucket).endpoint(relay.endpoint()).maxAttempts(2);
  }

  private static <T> T value(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return catchThrowable(() -> value(future)).getCause();
  }

  /** The error is one that may pass, and says which object could not be had, and where. */
  private void assertSaysWhatAndWhere(Throwable error, String key) {
    assertThat(error).isInstanceOf(StoreException.class);
    StoreException failure = (StoreException) error;
    assertThat(failure.kind().isTransient()).as(failure.getMessage()).isTrue();
    assertThat(failure.key()).startsWith(key);
    assertThat(failure)
        .hasMessageContainingAll(
            "'" + failure.key() + "'", relay.endpoint() + "/" + bucket + "/" + failure.key());
  }

  // Cut off

  @Test
  void aPutThatIsCutOffLeavesTheOldObject() throws Exception {
    store = relayed().build();
    relay.afterSent(5 * MIB, relay::cut);

    assertSaysWhatAndWhere(failure(store.put("old", new byte[LARGE])), "old");

    try (S3Store direct = direct()) {
      assertThat(((Found) value(direct.get("old"))).bytes()).isEqualTo(OLD);
    }
  }

  @Test
  void aPutOfANewObjectThatIsCutOffLeavesNone() throws Exception {
    store = relayed().build();
    relay.afterSent(5 * MIB, relay::cut);

    assertSaysWhatAndWhere(failure(store.put("new", new byte[LARGE])), "new");

    try (S3Store direct = direct()) {
      assertThat(value(direct.get("new"))).isEqualTo(Fetched.MISSING);
    }
  }

  @Test
  void aStreamOfTheDropInStoreThatIsCutOffLeavesNothing() throws Exception {
    store = relayed().build();
    relay.afterSent(5 * MIB, relay::cut);

    OutputStream out = JZarrs.asJZarrStore(store).getOutputStream("new");
    out.write(new byte[LARGE]);
    assertSaysWhatAndWhere(catchThrowable(out::close), "new");

    try (S3Store direct = direct()) {
      assertThat(value(direct.get("new"))).isEqualTo(Fetched.MISSING);
    }
  }

  @Test
  void aWriteThatIsCutOffSaysWhichChunksAreStoredAndLeavesEachWholeOrAbsent() throws Exception {
    store = relayed().maxInFlight(4).build();
    ZarrArray array = JZarrs.openArray(store, "empty");
    relay.afterSent(MIB, relay::cut);

    Throwable error = catchThrowable(() -> array.write(7));

    assertThat(error).isInstanceOf(PartialWriteException.class);
    assertSaysWhatAndWhere(error.getCause(), "empty/");
    assertThat(error).hasMessageContaining(error.getCause().getMessage());
    PartialWriteException partial = (PartialWriteException) error;
    // With four in flight, most of what was sent had been answered.
    assertThat(partial.stored()).isNotEmpty();
    try (S3Store direct = direct()) {
      for (int i = 0; i < CHUNKS; i++) {
        String key = "empty/" + i / (SIZE / CHUNK) + "." + i % (SIZE / CHUNK);
        if (value(direct.get(key)) instanceof Found found) {
          assertThat(found.bytes()).as(key).isEqualTo(chunk());
          assertThat(partial.stored().contains(key) || partial.unknown().contains(key))
              .as(key)
              .isTrue();
        } else {
          assertThat(partial.stored()).doesNotContain(key);
        }
      }
    }
  }

  private static byte[] chunk() {
    byte[] bytes = new byte[CHUNK * CHUNK * 4];
    for (int i = 3; i < bytes.length; i += 4) {
      bytes[i] = 7;
    }
    return bytes;
  }

  @Test
  void aReadThatIsCutOffIsAnErrorAndNoFillValue() throws Exception {
    store = relayed().build();
    ZarrArray array = JZarrs.openArray(store, "full");
    relay.afterReceived(MIB, relay::cut);

    assertSaysWhatAndWhere(catchThrowable(array::read), "full/");
  }

  @Test
  void aReadByTheDropInStoreThatIsCutOffIsAnErrorAndNoFillValue() throws Exception {
    store = relayed().build();
    ZarrArray array = ZarrGroup.create(JZarrs.asJZarrStore(store)).openArray("full");
    relay.afterReceived(MIB, relay::cut);

    assertSaysWhatAndWhere(catchThrowable(array::read), "full/");
  }

  @Test
  void aServerThatClosesWhileRequestsWaitIsAnError() throws Exception {
    store = relayed().maxInFlight(8).build();
    ZarrArray array = JZarrs.openArray(store, "full");
    s3.holdUntilInFlight(Integer.MAX_VALUE);
    // One head of a request or more: the server holds all that come.
    relay.afterSent(1, s3::close);

    assertSaysWhatAndWhere(catchThrowable(array::read), "full/");
  }

  // Stalled

  @Test
  void aServerThatFallsSilentInAnAnswerIsATimeout() throws Exception {
    store = relayed().requestTimeout(SOON).build();
    ZarrArray array = JZarrs.openArray(store, "full");
    relay.afterReceived(MIB, relay::stall);

    Throwable error = catchThrowable(array::read);

    assertSaysWhatAndWhere(error, "full/");
    assertThat(((StoreException) error).kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void aServerThatFallsSilentInAPutIsATimeoutAndTheOldObjectStays() throws Exception {
    store = relayed().requestTimeout(SOON).build();
    relay.afterSent(5 * MIB, relay::stall);

    Throwable error = failure(store.put("old", new byte[LARGE]));

    assertSaysWhatAndWhere(error, "old");
    assertThat(((StoreException) error).kind()).isEqualTo(Kind.TIMEOUT);
    try (S3Store direct = direct()) {
      assertThat(((Found) value(direct.get("old"))).bytes()).isEqualTo(OLD);
    }
  }
}
