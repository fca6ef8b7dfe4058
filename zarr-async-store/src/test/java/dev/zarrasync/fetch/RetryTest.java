package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryTest {

  @Test
  void cancellingDoesNotInterruptTheThreadThatSends() throws Exception {
    ForkJoinPool thread = new ForkJoinPool(1);
    try {
      CompletableFuture<CompletableFuture<Void>> run = new CompletableFuture<>();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      run.complete(
          new Retry(1, thread)
              .run(
                  () -> {
                    run.join().cancel(true);
                    interrupted.complete(Thread.interrupted());
                    return new CompletableFuture<>();
                  }));

      assertThat(interrupted.get(60, TimeUnit.SECONDS)).isFalse();
    } finally {
      thread.shutdownNow();
    }
  }
}
