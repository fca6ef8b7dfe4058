package dev.zarrasync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.Admission;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Admits what the test says. */
public final class HandAdmission implements Admission {

  /** A question. */
  public record Asked(long bytes, CompletableFuture<Void> admitted) {
    /** Says yes. */
    public void admit() {
      admitted.complete(null);
    }
  }

  /** The questions that {@link #next} has not returned. */
  public final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    Asked question = new Asked(bytes, new CompletableFuture<>());
    asked.add(question);
    return question.admitted();
  }

  /** Waits for the next question. */
  public Asked next() throws InterruptedException {
    Asked next = asked.poll(30, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}
