package dev.zarrasync.integration.faults;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** On whatever threads a store is called, nothing waits for itself; and a close ends all waits. */
class CallersTest extends ServerFixture {

  private static final int CALLERS = 64;
  private static final Duration LONG = Duration.ofMinutes(1);

  private FaultyServer server(Wire wire) throws Exception {
    return opened(new FaultyServer(wire, Sample.SMALL.bucket()));
  }

  private AsyncStore store(Wire wire, FaultyServer server) {
    return opened(wire.store(Access.to(server.url(), 2, LONG)));
  }

  private static int[] read(AsyncStore store, int number) {
    try {
      return (number % 2 == 0 ? Way.PLAN : Way.DROP_IN).use(store, Sample.SMALL);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertAllRead(List<CompletableFuture<int[]>> reads) throws Exception {
    for (CompletableFuture<int[]> read : reads) {
      assertThat(value(read)).isEqualTo(Sample.SMALL.values());
    }
  }

  private static void assertReadsOn(Executor executor, AsyncStore store) throws Exception {
    List<CompletableFuture<int[]>> reads = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      reads.add(CompletableFuture.supplyAsync(() -> read(store, number), executor));
    }
    assertAllRead(reads);
  }

  @ParameterizedTest
  @EnumSource
  void readsOnTheCommonPool(Wire wire) throws Exception {
    assertReadsOn(ForkJoinPool.commonPool(), store(wire, server(wire)));
  }

  @ParameterizedTest
  @EnumSource
  void readsInFunctionsChainedToItsOwnFutures(Wire wire) throws Exception {
    AsyncStore store = store(wire, server(wire));
    List<CompletableFuture<int[]>> reads = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      reads.add(store.get("missing/" + i).thenApply(fetched -> read(store, number)));
    }
    assertAllRead(reads);
  }

  @ParameterizedTest
  @EnumSource
  @EnabledForJreRange(min = JRE.JAVA_21)
  void readsOnVirtualThreads(Wire wire) throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    var start = Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
    Executor virtual =
        task -> {
          try {
            start.invoke(builder, task);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        };
    assertReadsOn(virtual, store(wire, server(wire)));
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void saysThatVirtualThreadsAreNotTested() {
    System.out.println(
        "NOT TESTED: reads on virtual threads, which this JDK does not have. To test them: mvn"
            + " verify -Djvm=/path/to/jdk-21/bin/java");
  }

  @ParameterizedTest
  @CsvSource({
    "S3, PLAN",
    "S3, DROP_IN",
    "HTTP_1_1, PLAN",
    "HTTP_1_1, DROP_IN",
    "HTTP_2, PLAN",
    "HTTP_2, DROP_IN"
  })
  void aCloseEndsAReadThatWaits(Wire wire, Way way) throws Exception {
    FaultyServer server = server(wire);
    server.hit((key, number) -> key.matches("small/\\d+") ? Fault.STALLED : null);
    AsyncStore store = store(wire, server);
    CompletableFuture<Throwable> failure =
        CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> way.use(store, Sample.SMALL)),
            task -> new Thread(task).start());
    value(server.firstRequest("small/0"));

    store.close();

    assertThat(value(failure)).isInstanceOf(StoreException.class);
    StoreException error = (StoreException) value(failure);
    assertThat(error.kind()).as(error.getMessage()).isEqualTo(Kind.CLOSED);
    assertThat(error).hasMessageContaining("the store is closed");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseEndsAllItemsThatWait(Wire wire) throws Exception {
    FaultyServer server = server(wire);
    server.hit((key, number) -> Fault.STALLED);
    AsyncStore store = store(wire, server);
    List<CompletableFuture<Fetched>> items =
        List.copyOf(store.getItems(Sample.SMALL.keys()).values());
    value(server.firstRequest("small/0"));

    store.close();

    for (CompletableFuture<Fetched> item : items) {
      assertThat(failure(item).kind()).isEqualTo(Kind.CLOSED);
    }
  }
}
