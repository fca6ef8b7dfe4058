package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.Admission;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Admits what the test says. */
final class HandAdmission implements Admission {

  record Asked(long bytes, CompletableFuture<Void> admitted) {
    void admit() {
      admitted.complete(null);
    }
  }

  final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    Asked question = new Asked(bytes, new CompletableFuture<>());
    asked.add(question);
    return question.admitted();
  }

  Asked next() throws InterruptedException {
    Asked next = asked.poll(30, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}
