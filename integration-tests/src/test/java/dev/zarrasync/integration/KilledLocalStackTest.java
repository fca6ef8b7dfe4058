package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.zarrasync.faults.NewThreads;
import dev.zarrasync.faults.Relay;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that is killed in the middle of a request. Where LocalStack runs on this host. */
@OnS3Server
class KilledLocalStackTest {

  private final S3Server shared;

  KilledLocalStackTest(S3Server shared) {
    this.shared = shared;
  }

  @Test
  void aPutFailsAndLeavesNothingBehind() throws Exception {
    assumeThat(shared.toString()).contains(LocalStack.ON_THIS_HOST);
    try (LocalStackProcess process = LocalStackProcess.start();
        LocalStack server = new LocalStack(process.endpoint(), LocalStack.ON_THIS_HOST, process);
        Relay relay = new Relay(process.endpoint())) {
      String bucket = server.newBucket();
      NewThreads threads = NewThreads.sinceNow();
      S3Store store = LocalStack.store(bucket, relay.endpoint()).maxAttempts(2).build();
      store.put("a", new byte[1]).get(60, TimeUnit.SECONDS);
      // A frozen process answers nothing, so this is before any answer.
      process.freeze();
      relay.afterSent(100_000, process::kill);
      CompletableFuture<Void> put = store.put("a", new byte[20 << 20]);

      Throwable error = catchThrowable(() -> put.get(60, TimeUnit.SECONDS)).getCause();

      assertThat(error)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("'a'", relay.endpoint() + "/" + bucket + "/a");
      assertThat(((StoreException) error).kind().isTransient()).isTrue();
      store.close();
      relay.assertNoConnectionIsLeft();
      threads.assertNoneIsLeft();
    }
  }
}
