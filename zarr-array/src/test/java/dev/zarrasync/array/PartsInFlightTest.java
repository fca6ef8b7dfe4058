package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.internal.PartsInFlight;
import dev.zarrasync.array.internal.PartsInFlight.Source;
import dev.zarrasync.array.internal.PartsInFlight.Task;
import dev.zarrasync.array.internal.PartsInFlight.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartsInFlightTest {

  private static final ForkJoinPool THREADS = new ForkJoinPool(4);

  private final List<CompletableFuture<Void>> started = new ArrayList<>();
  private final List<CompletableFuture<Void>> cancelled = new ArrayList<>();

  private static Selection parts(int count) {
    return new Selection(Grids.endless("", new int[] {1}, "."), new int[] {count}, new long[] {0});
  }

  private CompletableFuture<Void> run(int count, int window) {
    return run(parts(count), window, part -> startTask());
  }

  private static CompletableFuture<Void> run(
      Selection parts, int window, Function<ChunkPart, Task> start) {
    return new PartsInFlight<>(
            Source.of(parts.iterator(), part -> 1, start), new Window(window, 1_000_000))
        .start();
  }

  private Task startTask() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    started.add(done);
    return Task.of(done, () -> cancelled.add(done));
  }

  @Test
  void aTaskStartsWhenAnotherIsOver() {
    CompletableFuture<Void> run = run(4, 2);

    assertThat(started).hasSize(2);
    started.get(1).complete(null);
    assertThat(started).hasSize(3);
    started.get(0).complete(null);
    started.get(2).complete(null);
    assertThat(started).hasSize(4);
    assertThat(run).isNotDone();
    started.get(3).complete(null);
    assertThat(run).isCompleted();
    assertThat(cancelled).isEmpty();
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(run(0, 1)).isCompleted();
  }

  @Test
  void theFirstFailureCancelsTheRestAndWaitsForIt() {
    CompletableFuture<Void> run = run(10, 3);

    started.get(1).completeExceptionally(new IllegalStateException("first"));
    assertThat(cancelled).contains(started.get(0), started.get(2));
    started.get(0).completeExceptionally(new IllegalStateException("second"));
    assertThat(run).isNotDone();
    started.get(2).complete(null);

    assertThat(Arrays1d.awaitFailure(run)).hasMessage("first");
    assertThat(started).hasSize(3);
  }

  @Test
  void aCancelOfTheResultCancelsAll() {
    CompletableFuture<Void> run = run(10, 3);
    run.cancel(true);
    assertThat(cancelled).containsExactlyInAnyOrderElementsOf(started);
    started.forEach(task -> task.completeExceptionally(new CancellationException()));
    assertThat(started).hasSize(3);
  }

  @Test
  void aTaskThatCannotStartFailsTheRun() {
    CompletableFuture<Void> run =
        run(
            parts(10),
            2,
            part -> {
              if (part.key().equals("3")) {
                throw new IllegalStateException("by hand");
              }
              return startTask();
            });

    started.get(0).complete(null);
    started.get(1).complete(null);
    assertThat(run).isNotDone();
    assertThat(cancelled).contains(started.get(2));
    started.get(2).completeExceptionally(new CancellationException());
    assertThat(Arrays1d.awaitFailure(run)).hasMessage("by hand");
    assertThat(started).hasSize(3);
  }

  /** Runs out of memory once, at some call. */
  private final class FailingSource implements Source<Integer> {
    private final int failing;
    private int calls;
    private int left = 5;

    FailingSource(int failing) {
      this.failing = failing;
    }

    private void call() {
      calls++;
      if (calls == failing) {
        throw new OutOfMemoryError("by hand");
      }
    }

    @Override
    public @Nullable Integer poll() {
      call();
      return left == 0 ? null : left--;
    }

    @Override
    public boolean isOver() {
      call();
      return left == 0;
    }

    @Override
    public long bytes(Integer part) {
      call();
      return 1;
    }

    @Override
    public Task task(Integer part) {
      call();
      return startTask();
    }
  }

  @Test
  void aFullHeapFailsTheRunWhereverItIsMet() {
    int calls = calls(new FailingSource(0));
    assertThat(calls).isGreaterThan(15);
    for (int failing = 1; failing <= calls; failing++) {
      FailingSource source = new FailingSource(failing);
      CompletableFuture<Void> run = new PartsInFlight<>(source, new Window(2, 100)).start();
      endAll();
      assertThat(Arrays1d.awaitFailure(run)).as("call %d", failing).hasMessage("by hand");
    }
  }

  private int calls(FailingSource source) {
    CompletableFuture<Void> run = new PartsInFlight<>(source, new Window(2, 100)).start();
    endAll();
    Arrays1d.await(run);
    return source.calls;
  }

  private void endAll() {
    for (int i = 0; i < started.size(); i++) { // More start as others end.
      started.get(i).complete(null);
    }
  }

  @Test
  void aTaskThatTellsOfItsEndTwiceLeavesTheOthersTheirPlaces() {
    List<Consumer<@Nullable Throwable>> ends = new ArrayList<>();
    Task task =
        new Task() {
          @Override
          public void start(Consumer<@Nullable Throwable> over) {
            ends.add(over);
          }

          @Override
          public void cancel() {}
        };
    CompletableFuture<Void> run = run(parts(4), 2, part -> task);

    ends.get(0).accept(null);
    ends.get(0).accept(null);
    assertThat(ends).hasSize(3);
    ends.get(1).accept(null);
    ends.get(2).accept(null);
    assertThat(run).isNotDone();
    ends.get(3).accept(null);
    assertThat(run).isCompleted();
  }

  @Test
  void tasksThatEndAtOnceNeedNoDeepStack() {
    Task done = Task.of(CompletableFuture.completedFuture(null), () -> {});
    assertThat(run(parts(100_000), 3, part -> done)).isCompleted();
  }

  @Test
  void whateverTheThreadsDoTheWindowHoldsAndTheRunEnds() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    AtomicInteger starts = new AtomicInteger();
    CompletableFuture<Void> run =
        run(
            parts(20_000),
            7,
            part -> {
              starts.incrementAndGet();
              peak.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              Runnable end = underWay::decrementAndGet;
              return Task.of(
                  ThreadLocalRandom.current().nextBoolean()
                      ? CompletableFuture.runAsync(end, THREADS)
                      : CompletableFuture.completedFuture(null).thenRun(end),
                  () -> {});
            });
    Arrays1d.await(run);
    assertThat(starts).hasValue(20_000);
    assertThat(peak.get()).isBetween(1, 7);
    assertThat(underWay).hasValue(0);
  }

  @Test
  void aFailureAmidManyThreadsEndsTheRunOnce() {
    for (int i = 0; i < 200; i++) {
      AtomicInteger underWay = new AtomicInteger();
      CompletableFuture<Void> run =
          run(
              parts(1_000),
              50,
              part -> {
                underWay.incrementAndGet();
                return Task.of(
                    CompletableFuture.runAsync(
                        () -> {
                          underWay.decrementAndGet();
                          if (part.key().endsWith("99")) {
                            throw new CompletionException(new IllegalStateException(part.key()));
                          }
                        },
                        THREADS),
                    () -> {});
              });
      assertThat(Arrays1d.awaitFailure(run)).hasMessageEndingWith("99");
      assertThat(underWay).as("all that started are over").hasValue(0);
    }
  }
}
