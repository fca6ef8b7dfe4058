package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.s3.CrtS3Client.NativeCalls;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.EmbeddedS3;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing clients in native code, which end the process when they are called too late. */
class NativeCallsTest {

  private final AtomicInteger closes = new AtomicInteger();
  private final NativeCalls calls = new NativeCalls(closes::incrementAndGet);

  @Test
  void aClientIsClosedAfterTheCallsUnderWay() {
    calls.make(
        () -> {
          calls.make(
              () -> {
                calls.close();
                return new CompletableFuture<>();
              });
          assertThat(closes).hasValue(0);
          return new CompletableFuture<>();
        });
    assertThat(closes).hasValue(1);
  }

  @Test
  void aClosedClientIsNotCalled() {
    calls.close();
    AtomicInteger made = new AtomicInteger();

    CompletableFuture<Void> call =
        calls.make(
            () -> {
              made.incrementAndGet();
              return new CompletableFuture<>();
            });

    assertThatThrownBy(call::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(made).hasValue(0);
  }

  @Test
  void aClientIsClosedOnce() {
    calls.close();
    calls.close();
    assertThat(closes).hasValue(1);
  }

  @Test
  void aCallThatThrowsIsOver() {
    assertThatThrownBy(
            () ->
                calls.make(
                    () -> {
                      throw new IllegalArgumentException();
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    calls.close();
    assertThat(closes).hasValue(1);
  }

  /** Without the guard, this ended the process. */
  @Test
  void readsThatBeginWhileTheStoreIsClosedEnd() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      for (int round = 0; round < 200; round++) {
        readWhileClosing(OnEmbeddedS3.store(s3, bucket).cacheBytes(0).build());
      }
    }
  }

  private static void readWhileClosing(S3Store store) throws Exception {
    assertThat(store.get("first").get(60, TimeUnit.SECONDS)).isEqualTo(Fetched.MISSING);
    Queue<CompletableFuture<Fetched>> reads = new ConcurrentLinkedQueue<>();
    Phaser start = new Phaser(5);
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread reader =
          new Thread(
              () -> {
                start.arriveAndAwaitAdvance();
                for (int k = 0; k < 40; k++) {
                  reads.add(store.get("missing" + k));
                }
              });
      reader.start();
      readers.add(reader);
    }
    start.arriveAndAwaitAdvance();
    store.close();
    for (Thread reader : readers) {
      reader.join();
    }
    for (CompletableFuture<Fetched> read : reads) {
      try {
        assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(Fetched.MISSING);
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                StoreException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED));
      }
    }
  }
}
