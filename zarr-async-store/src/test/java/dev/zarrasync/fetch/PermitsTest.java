package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermitsTest {

  private final List<Sent> sent = new ArrayList<>();

  /** A request that was sent, and the body it was let receive. */
  private static final class Sent {
    final Admission admission;
    final CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<Void> admitted = new CompletableFuture<>();
    long size;

    Sent(Admission admission) {
      this.admission = admission;
    }

    Sent announce(long bytes) {
      size = bytes;
      admitted = admission.admit(bytes);
      return this;
    }

    boolean holdsBody() {
      return admitted.isDone() && !admitted.isCompletedExceptionally() && !answer.isDone();
    }
  }

  private CompletableFuture<String> run(Engine engine) {
    return engine.send(
        "GET",
        "a",
        ByteRange.ALL,
        admission -> {
          Sent request = new Sent(admission);
          sent.add(request);
          return request.answer;
        });
  }

  private static Engine engine(int maxInFlight, long maxBytes) {
    FetchOptions options = FetchOptions.DEFAULT.limits(new Limits(maxInFlight, maxBytes));
    return new Engine(new MemoryStore(), options, Runnable::run, new HandClock());
  }

  @Test
  void bodiesWaitForRoomInTheirOrder() {
    Engine engine = engine(10, 100);
    for (int i = 0; i < 4; i++) {
      run(engine);
    }
    sent.get(0).announce(60);
    sent.get(1).announce(60);
    sent.get(2).announce(10);

    assertThat(sent.get(0).admitted).isDone();
    assertThat(sent.get(1).admitted).isNotDone();
    assertThat(sent.get(2).admitted).as("first come, first served").isNotDone();
    sent.get(0).answer.complete("done");
    assertThat(sent.get(1).admitted).isDone();
    assertThat(sent.get(2).admitted).isDone();
    assertThat(engine.statistics().bytesInFlight()).isEqualTo(70);
  }

  @Test
  void aBodyLargerThanTheBudgetIsLetInAlone() {
    Engine engine = engine(10, 100);
    run(engine);
    run(engine);
    run(engine);
    sent.get(0).announce(1);
    sent.get(1).announce(1_000);
    sent.get(2).announce(1);

    assertThat(sent.get(1).admitted).isNotDone();
    sent.get(0).answer.complete("done");
    assertThat(sent.get(1).admitted).isDone();
    assertThat(sent.get(2).admitted).isNotDone();
    sent.get(1).answer.complete("done");
    assertThat(sent.get(2).admitted).isDone();
  }

  @Test
  void noRequestStartsWhileABodyWaits() {
    Engine engine = engine(3, 100);
    for (int i = 0; i < 4; i++) {
      run(engine);
    }
    sent.get(0).announce(100);
    sent.get(1).announce(100);
    sent.get(2).answer.complete("done");

    assertThat(sent).hasSize(3);
    sent.get(0).answer.complete("done");
    assertThat(sent).hasSize(4);
  }

  @Test
  void whatNeedsNoRoomStartsWhileABodyWaitsAndBeforeAllElse() {
    Engine engine = engine(3, 100);
    for (int i = 0; i < 4; i++) {
      run(engine);
    }
    sent.get(0).announce(100);
    sent.get(1).announce(100);
    List<Sent> beside = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      engine.send("GET", "a", ByteRange.ALL, new Roomless(beside));
    }

    sent.get(2).answer.complete("done");
    assertThat(beside).hasSize(1);
    assertThat(beside.get(0).announce(1_000).admitted).isDone();
    beside.get(0).answer.complete("done");
    assertThat(beside).hasSize(2);
    assertThat(sent).as("behind the body").hasSize(3);
    assertThat(engine.statistics().bytesInFlight()).isEqualTo(100);
    sent.get(0).answer.complete("done");
    assertThat(sent.get(1).admitted).isDone();
  }

  private record Roomless(List<Sent> sent) implements Call<String> {
    @Override
    public CompletableFuture<String> send(Admission admission) {
      Sent request = new Sent(admission);
      sent.add(request);
      return request.answer;
    }

    @Override
    public boolean needsRoom() {
      return false;
    }
  }

  @Test
  void aRequestThatFailsOrIsCancelledGivesAllBack() {
    Engine engine = engine(2, 100);
    CompletableFuture<String> first = run(engine);
    run(engine);
    sent.get(0).announce(80);
    sent.get(1).announce(80);

    first.cancel(true);
    assertThat(sent.get(0).answer).isCancelled();
    assertThat(sent.get(1).admitted).isDone();
    sent.get(1).answer.completeExceptionally(new IllegalStateException("by hand"));
    assertThat(engine.statistics().inFlight()).isZero();
    assertThat(engine.statistics().bytesInFlight()).isZero();
  }

  @Test
  void aWaitingBodyOfARequestThatEndsIsNotLetIn() {
    Engine engine = engine(2, 100);
    run(engine);
    run(engine);
    sent.get(0).announce(80);
    sent.get(1).announce(80);

    sent.get(1).answer.completeExceptionally(new IllegalStateException("by hand"));
    assertThat(sent.get(1).admitted).isCancelled();
    assertThat(sent.get(1).announce(1).admitted).as("too late").isCompletedExceptionally();
    sent.get(0).answer.complete("done");
    assertThat(engine.statistics().bytesInFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverHappensTheLimitsHoldAndAllIsGivenBack(long seed) {
    Random random = new Random(seed);
    Engine engine = engine(5, 100);
    List<CompletableFuture<String>> results = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> results.add(run(engine));
        case 2 ->
            pick(random, sent, r -> r.size == 0).forEach(r -> r.announce(1 + random.nextInt(60)));
        case 3 -> pick(random, sent, Sent::holdsBody).forEach(r -> r.answer.complete("done"));
        default -> pick(random, results, r -> random.nextInt(9) == 0).forEach(r -> r.cancel(true));
      }
      List<Sent> inFlight = sent.stream().filter(r -> !r.answer.isDone()).toList();
      assertThat(inFlight).hasSizeLessThanOrEqualTo(5).hasSize(engine.statistics().inFlight());
      long bytes = inFlight.stream().filter(Sent::holdsBody).mapToLong(r -> r.size).sum();
      assertThat(bytes).isLessThanOrEqualTo(100).isEqualTo(engine.statistics().bytesInFlight());
    }
    results.forEach(result -> result.cancel(true));
    assertThat(engine.statistics().inFlight()).isZero();
    assertThat(engine.statistics().bytesInFlight()).isZero();
  }

  private static <T> List<T> pick(Random random, List<T> all, Predicate<T> wanted) {
    List<T> matching = all.stream().filter(wanted).toList();
    return matching.isEmpty() ? matching : List.of(matching.get(random.nextInt(matching.size())));
  }
}
