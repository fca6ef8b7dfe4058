package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Lab.Task;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What becomes of a read that begins with an outage of the server, which resets connections. */
final class Outage {

  private static final int DEADLINES = 6;
  private static final double LIMIT = 1.2;

  /** Over when the server is told. */
  private static final Duration ENDLESS = Duration.ofDays(1);

  /** How a read ended, after how many seconds and gets, all that the server saw. */
  private record End(@Nullable StoreException error, double seconds, int gets) {

    @Override
    public String toString() {
      String how = error == null ? "the right values" : error.kind() + ", " + error.getMessage();
      return Page.format("%,d GET in %.2f s, then %s", gets, seconds, how);
    }
  }

  private final Lab lab;
  private final Duration outage;

  Outage(Lab lab) {
    this.lab = lab;
    this.outage = lab.scale.hardship().outage();
  }

  void run() throws Exception {
    Duration delay = lab.scale.tinyDelay();
    lab.page.heading(
        "%,d chunks, %d ms: read from the start of an outage of %.1f s",
        lab.keys.size(), delay.toMillis(), seconds(outage));
    lab.server.answerAfter(delay, 0);
    waitForTheServer();
    giveUp(outage.dividedBy(DEADLINES));
  }

  private void waitForTheServer() throws Exception {
    try (S3Store store = Ours.open(lab.server)) {
      End end = during(outage, lab.read(store));
      lab.page
          .paragraph("By default: %s.", end)
          .requirement(
              Page.format(
                  "it succeeds; it ended %.1f s after the outage", end.seconds() - seconds(outage)),
              end.error() == null);
    }
  }

  /** Gets chunks alone: to open the array may take longer than a short deadline. */
  private void giveUp(Duration deadline) throws Exception {
    double most = LIMIT * seconds(deadline);
    try (S3Store store =
        Ours.builder(lab.server.endpoint(Protocol.S3)).deadline(deadline).build()) {
      End end = during(ENDLESS, () -> Lab.getAll(store, lab.keys));
      lab.page
          .paragraph("With a deadline of %.2f s: %s", seconds(deadline), end)
          .requirement(
              Page.format("a TIMEOUT after at most %.2f s; it took %.2f s", most, end.seconds()),
              end.error() != null && end.error().kind() == Kind.TIMEOUT && end.seconds() <= most);
    }
  }

  private End during(Duration away, Task read) throws Exception {
    lab.server.trouble("outage=" + away.toMillis());
    var unused = lab.server.takeCounts();
    StoreException error = null;
    long start = System.nanoTime();
    try {
      read.run();
    } catch (StoreException | CompletionException e) {
      error = (StoreException) StoreException.unwrap(e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int gets = lab.server.takeCounts().gets();
    lab.server.trouble("");
    return new End(error, seconds, gets);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
