package dev.zarrasync.file;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.file.BlockingPool.ClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingPoolTest {

  private final BlockingPool pool = new BlockingPool(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void neverRunsWhatWasCancelledWhileItWaited() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    CompletableFuture<String> first = pool.run(this::block, IllegalStateException::new);
    CompletableFuture<Boolean> cancelled =
        pool.run(abandoned -> ran.getAndSet(true), IllegalStateException::new);
    CompletableFuture<String> last = pool.run(abandoned -> "last", IllegalStateException::new);

    cancelled.cancel(true);
    finish.countDown();

    assertThat(first.get(60, SECONDS)).isEqualTo("finished");
    assertThat(last.get(60, SECONDS)).isEqualTo("last");
    assertThat(ran).isFalse();
  }

  @Test
  void aFailureWhoseMessageFindsNoRoomReachesWhoWaits() {
    OutOfMemoryError full = new OutOfMemoryError("of the operation");
    CompletableFuture<String> result =
        pool.run(
            abandoned -> {
              throw full;
            },
            problem -> {
              throw new OutOfMemoryError("of the message");
            });

    assertThatThrownBy(() -> result.get(60, SECONDS)).hasCause(full);
  }

  @Test
  void tellsWhatRunsThatItWasCancelled() throws Exception {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    CompletableFuture<String> running =
        pool.run(
            abandoned -> {
              String end = block(abandoned);
              told.complete(abandoned.getAsBoolean());
              return end;
            },
            IllegalStateException::new);
    started.await();

    running.cancel(true);
    finish.countDown();

    assertThat(told.get(60, SECONDS)).isTrue();
  }

  @Test
  void aCloseInterruptsWhatRunsAndFailsWhatWaits() throws Exception {
    CompletableFuture<String> running = pool.run(this::block, IllegalStateException::new);
    CompletableFuture<String> waiting =
        pool.run(abandoned -> "not to be", IllegalStateException::new);
    started.await();

    pool.close();
    CompletableFuture<String> late = pool.run(abandoned -> "not to be", IllegalStateException::new);

    assertThatThrownBy(() -> running.get(60, SECONDS))
        .hasRootCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> waiting.get(60, SECONDS))
        .hasRootCauseInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> late.get(60, SECONDS)).hasRootCauseInstanceOf(ClosedException.class);
  }

  @Test
  void anErrorFailsTheFuture() {
    CompletableFuture<String> result =
        pool.run(
            abandoned -> {
              throw new OutOfMemoryError("a test");
            },
            IllegalStateException::new);

    assertThatThrownBy(() -> result.get(60, SECONDS))
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void itsThreadsAreDaemons() throws Exception {
    assertThat(
            pool.run(abandoned -> Thread.currentThread().isDaemon(), IllegalStateException::new)
                .get(60, SECONDS))
        .isTrue();
  }

  private String block(BooleanSupplier abandoned) {
    started.countDown();
    try {
      finish.await();
      return "finished";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
