package dev.zarrasync.integration.faults;

import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.NewThreads;
import dev.zarrasync.faults.Relay;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many callers of one store, with cancels, closes, a cache that is too small, and faults: in the
 * end nothing is held, and nothing was wrong. For longer: {@code -Dsoak=OPERATIONS}.
 */
class SoakTest {

  private static final long SEED = Long.getLong("faults.seed", new Random().nextInt(1_000_000));
  private static final int OPERATIONS = Integer.getInteger("soak", 250);
  private static final int CALLERS = 64;
  private static final long LITTLE = 4 << 10;
  private static final long SLACK = 16 << 20;
  private static final Sample SAMPLE = new Sample("small", 40, 64);
  private static final Sample ALL_BYTES = new Sample("all", 1, (int) (Access.BYTES / 4));

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void leavesNothingBehind(Wire wire) throws Exception {
    System.out.println("Soak: -Dfaults.seed=" + SEED);
    soak(wire, CALLERS);
    long directBefore = directBytes();
    NewThreads threads = NewThreads.sinceNow();

    soak(wire, OPERATIONS);

    threads.assertNoneIsLeft();
    assertThat(directBytes()).isLessThan(directBefore + SLACK);
  }

  private static void soak(Wire wire, int operations) throws Exception {
    try (FaultyServer server = new FaultyServer(wire, SAMPLE.and(ALL_BYTES));
        Relay relay = new Relay(server.url())) {
      Access access = new Access(relay.endpoint(), true, LITTLE, 20, Duration.ofSeconds(30));
      try (AsyncStore store = wire.store(access)) {
        server.hit(RandomFaults.over(wire, SEED, 0.01).quick(wire));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
          Random random = new Random(SEED + i);
          calls.add(callers.submit(() -> new Call(wire, access, store, random).run()));
        }
        for (Future<?> call : calls) {
          var unused = call.get();
        }
        callers.shutdown();
        server.hit(Faults.NONE);
        assertAllPermitsAreFree(server, store);
        assertAllBytesAreFree(store);
      }
      relay.assertNoConnectionIsLeft();
    }
  }

  /** As many as the server is taken to be good for are needed to be in flight at once. */
  private static void assertAllPermitsAreFree(FaultyServer server, AsyncStore store)
      throws Exception {
    int permits = limit(store);
    server.holdUntilInFlight(permits);
    List<CompletableFuture<Fetched>> gets = new ArrayList<>();
    for (int i = 0; i < permits; i++) {
      gets.add(store.get("missing/" + i));
    }
    for (CompletableFuture<Fetched> get : gets) {
      assertThat(value(get)).isEqualTo(Fetched.MISSING);
    }
  }

  private static int limit(AsyncStore store) {
    return store instanceof S3Store s3
        ? s3.fetchStatistics().limit()
        : ((HttpStore) store).fetchStatistics().limit();
  }

  /** It is let in when no other byte is. */
  private static void assertAllBytesAreFree(AsyncStore store) throws Exception {
    assertThat(((Found) value(store.get(ALL_BYTES.key(0)))).bytes()).hasSize((int) Access.BYTES);
  }

  private static long directBytes() throws InterruptedException {
    System.gc();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** What a caller does once. */
  private record Call(Wire wire, Access access, AsyncStore store, Random random) {

    Void run() throws Exception {
      switch (random.nextInt(8)) {
        case 0 -> readAndClose();
        case 1, 2 -> readAndCancel();
        case 3 -> assertThat(Way.DROP_IN.use(store, SAMPLE)).isEqualTo(SAMPLE.values());
        case 4 -> assertThat(Way.GET_ITEMS.use(store, SAMPLE)).isEqualTo(SAMPLE.values());
        default -> assertThat(Way.PLAN.use(store, SAMPLE)).isEqualTo(SAMPLE.values());
      }
      return null;
    }

    private void readAndCancel() throws Exception {
      var items = store.getItems(SAMPLE.keys()).values();
      var unused = value(items.iterator().next());
      items.forEach(item -> item.cancel(true));
    }

    private void readAndClose() throws Exception {
      AsyncStore own = wire.store(access);
      var items = own.getItems(SAMPLE.keys().subList(0, 8)).values();
      var unused = value(items.iterator().next());
      own.close();
      for (CompletableFuture<Fetched> item : items) {
        assertThat(item.handle((found, failure) -> true).get(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
