package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ObjectOutputStreamTest {

  private final List<byte[]> published = new ArrayList<>();

  @Test
  @SuppressWarnings("resource") // That is what is tested.
  void aStreamThatIsNeverClosedPublishesNothing() throws Exception {
    JZarrStore.ObjectOutputStream out = new JZarrStore.ObjectOutputStream(published::add);
    out.write(new byte[100]);
    out.flush();
    assertThat(published).isEmpty();
  }

  @Test
  void aFailureIsReportedOnceAndNothingIsPublishedLater() throws Exception {
    JZarrStore.ObjectOutputStream out =
        new JZarrStore.ObjectOutputStream(
            object -> {
              throw new IOException("by hand");
            });
    assertThatThrownBy(out::close).hasMessage("by hand");
    out.close();
  }

  @Test
  void manyWhoCloseAtOncePublishOnceAndReturnWhenItIsPublished() throws Exception {
    CountDownLatch publishing = new CountDownLatch(1);
    CompletableFuture<Void> stored = new CompletableFuture<>();
    JZarrStore.ObjectOutputStream out =
        new JZarrStore.ObjectOutputStream(
            object -> {
              publishing.countDown();
              stored.orTimeout(60, TimeUnit.SECONDS).join();
              published.add(object);
            });
    out.write(7);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> closes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        closes.add(
            threads.submit(
                () -> {
                  out.close();
                  return published.size();
                }));
      }
      assertThat(publishing.await(60, TimeUnit.SECONDS)).isTrue();
      stored.complete(null);
      for (Future<Integer> close : closes) {
        assertThat(close.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(published).containsExactly(new byte[] {7});
  }
}
