package dev.zarrasync.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.faults.Futures;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegionTasksTest {

  private static final int ROWS = 23;
  private static final int COLUMNS = 17;
  private static final int CHUNK = 4;

  private final MemoryStore memory = new MemoryStore();
  private final AsyncArray array;

  RegionTasksTest() throws Exception {
    array = create("a", CHUNK, CHUNK);
    int[] numbers = IntStream.range(0, ROWS * COLUMNS).toArray();
    Futures.value(array.write(numbers, new long[2], new int[] {ROWS, COLUMNS}));
  }

  private AsyncArray create(String path, int... chunks) throws IOException {
    return AsyncArray.create(memory, path, NewArray.of("int32", ROWS, COLUMNS).chunks(chunks));
  }

  /** The same array, asked for chunk by chunk. */
  private static AsyncArray open(AsyncStore store) throws Exception {
    return Futures.value(
        AsyncArray.open(store, "a", ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER)));
  }

  private static int[] all(AsyncArray array) throws Exception {
    return (int[]) Futures.value(array.read(new long[2], new int[] {ROWS, COLUMNS}));
  }

  private static Throwable failure(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("Not a failure: " + Futures.value(future));
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private static long sum(Object values) {
    return Arrays.stream((int[]) values).asLongStream().sum();
  }

  static Stream<Schedule> schedules() {
    return Stream.of(Schedule.STATIC, Schedule.GUIDED, Schedule.guided(2), Schedule.DYNAMIC);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void resultsAreInTheOrderOfThePieces(Schedule schedule) throws Exception {
    RegionTasks tasks = RegionTasks.builder(array).schedule(schedule).workers(3).build();
    List<Long> sums = Futures.value(tasks.map((piece, values) -> sum(values)));

    List<Long> expected = new ArrayList<>();
    for (Piece piece : tasks.pieces()) {
      expected.add(sum(Futures.value(array.read(piece.offset(), piece.shape()))));
    }
    assertThat(sums).isEqualTo(expected);
    assertThat(sums.stream().mapToLong(sum -> sum).sum()).isEqualTo(sum(all(array)));
  }

  @Test
  @SuppressWarnings("NullAway") // It does not look at what stands for a type variable.
  void aFunctionMayReturnNull() throws Exception {
    RegionTasks tasks = RegionTasks.builder(array).schedule(Schedule.STATIC).workers(2).build();
    List<@Nullable Object> results = Futures.value(tasks.map((piece, values) -> null));
    assertThat(results).containsExactly(null, null);
  }

  @Test
  void resultsAreHandedOnOneAtATime() throws Exception {
    AtomicInteger consumers = new AtomicInteger();
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    RegionTasks tasks = RegionTasks.builder(array).workers(4).build();
    Futures.value(
        tasks.forEach(
            (piece, values) -> sum(values),
            (piece, sum) -> {
              assertThat(consumers.incrementAndGet()).isEqualTo(1);
              seen.add(piece.number());
              consumers.decrementAndGet();
            }));
    assertThat(seen).hasSameSizeAs(tasks.pieces());
  }

  @Test
  void resultsAreCombinedInTheOrderOfThePieces() throws Exception {
    RegionTasks tasks = RegionTasks.builder(array).workers(4).build();
    String numbers =
        Futures.value(
            tasks.reduce("", (piece, values) -> piece.number(), (all, next) -> all + next + " "));
    String expected = "";
    for (int i = 0; i < tasks.pieces().size(); i++) {
      expected += i + " ";
    }
    assertThat(numbers).isEqualTo(expected);
  }

  @Test
  void piecesWithAHaloSeeTheirNeighboursAndMakeTheWholeAgain() throws Exception {
    AsyncArray blurred = create("b", CHUNK, CHUNK);
    RegionTasks tasks = RegionTasks.builder(array).halo(1, 2).workers(4).build();
    Futures.value(
        tasks.write(blurred, (piece, values) -> piece.withoutHalo(blurred(piece, (int[]) values))));

    Piece whole =
        new Piece(
            0, new long[2], new int[] {ROWS, COLUMNS}, new long[2], new int[] {ROWS, COLUMNS});
    assertThat(all(blurred)).isEqualTo(blurred(whole, all(array)));
  }

  /** Sums of each element and those that are near it, within what is there. */
  private static int[] blurred(Piece piece, int[] values) {
    int rows = piece.readShape()[0];
    int columns = piece.readShape()[1];
    int[] sums = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      for (int row = Math.max(0, i / columns - 1);
          row <= Math.min(rows - 1, i / columns + 1);
          row++) {
        for (int column = Math.max(0, i % columns - 2);
            column <= Math.min(columns - 1, i % columns + 2);
            column++) {
          sums[i] += values[row * columns + column];
        }
      }
    }
    return sums;
  }

  @Test
  void aRegionIsDividedAtTheChunksOfTheArray() throws Exception {
    RegionTasks tasks =
        RegionTasks.builder(array).region(new long[] {3, 5}, new long[] {6, 9}).build();
    assertThat(tasks.pieces()).hasSize(3 * 3);
    int[] region = (int[]) Futures.value(array.read(new long[] {3, 5}, new int[] {6, 9}));
    assertThat(
            Futures.value(tasks.reduce(0L, (piece, values) -> sum(values), Long::sum)).longValue())
        .isEqualTo(sum(region));
  }

  @Test
  void aFailureNamesItsPieceAndWhatIsLeftCanBeRun() throws Exception {
    Set<Integer> computed = ConcurrentHashMap.newKeySet();
    PieceFunction<Integer> failing =
        (piece, values) -> {
          if (piece.number() == 7) {
            throw new IllegalStateException("by hand");
          }
          computed.add(piece.number());
          return piece.number();
        };
    RegionTasks tasks = RegionTasks.builder(array).workers(3).build();

    Throwable failure = failure(tasks.map(failing));
    assertThat(failure)
        .isInstanceOf(PieceFailedException.class)
        .hasMessageContainingAll("piece 7 at [", "of 30 were done", "by hand");
    PieceFailedException failed = (PieceFailedException) failure;
    assertThat(failed.piece().number()).isEqualTo(7);
    assertThat(failed.unfinished()).contains(7).doesNotContainAnyElementsOf(computed);
    assertThat(failed.unfinished().size() + computed.size()).isEqualTo(tasks.pieces().size());

    RegionTasks rest = RegionTasks.builder(array).workers(3).only(failed.unfinished()).build();
    assertThat(Futures.value(rest.map((piece, values) -> piece.number())))
        .isEqualTo(failed.unfinished());
  }

  @Test
  void aFailureCanBeSentToAnotherProcess() throws Exception {
    RegionTasks tasks = RegionTasks.builder(array).schedule(Schedule.STATIC).workers(1).build();
    Throwable failure =
        failure(
            tasks.map(
                (piece, values) -> {
                  throw new IOException("by hand");
                }));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((PieceFailedException) in.readObject()).unfinished()).containsExactly(0);
    }
  }

  @Test
  void aPieceThatCannotBeReadFailsWithWhatTheStoreSays() throws Exception {
    AsyncArray broken =
        open(
            new ForwardingStore(memory) {
              @Override
              public CompletableFuture<Fetched> get(String key, GetOptions options) {
                return key.equals("a/c/2/1")
                    ? CompletableFuture.failedFuture(
                        new StoreException(
                            StoreException.Kind.ACCESS_DENIED, this, key, "by hand", null))
                    : super.get(key, options);
              }
            });
    Throwable failure =
        failure(
            RegionTasks.builder(broken).workers(4).build().map((piece, values) -> piece.number()));
    assertThat(failure)
        .isInstanceOf(PieceFailedException.class)
        .hasMessageContainingAll("at [8, 4]", "a/c/2/1")
        .cause()
        .isInstanceOf(StoreException.class);
  }

  @Test
  void whatTheConsumerOrTheProgressThrowsFailsThePiece() throws Exception {
    RegionTasks tasks = RegionTasks.builder(array).build();
    assertThat(
            failure(
                tasks.forEach(
                    (piece, values) -> sum(values),
                    (piece, sum) -> {
                      throw new IllegalStateException("by hand");
                    })))
        .isInstanceOf(PieceFailedException.class)
        .hasMessageContaining("by hand");
    RegionTasks followed =
        RegionTasks.builder(array)
            .progress(
                (done, total, bytes) -> {
                  throw new IllegalStateException("by hand");
                })
            .build();
    assertThat(failure(followed.map((piece, values) -> sum(values))))
        .isInstanceOf(PieceFailedException.class);
  }

  @Test
  void progressIsOfPiecesAndTheirBytes() throws Exception {
    List<List<Long>> told = new ArrayList<>();
    RegionTasks tasks =
        RegionTasks.builder(array)
            .schedule(Schedule.STATIC)
            .workers(1)
            .progress((done, total, bytes) -> told.add(List.of(done, total, bytes)))
            .build();
    Futures.value(tasks.map((piece, values) -> sum(values)));
    assertThat(told).containsExactly(List.of(1L, 1L, 4L * ROWS * COLUMNS));
  }

  /** A store that counts the gets of chunks, and does not answer them until it is told to. */
  private static final class HeldStore extends ForwardingStore {
    final List<CompletableFuture<Fetched>> gets = new ArrayList<>();
    private final CompletableFuture<Void> open = new CompletableFuture<>();

    HeldStore(AsyncStore store) {
      super(store);
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      if (!key.contains("/c/")) {
        return super.get(key, options);
      }
      CompletableFuture<Fetched> get = open.thenCompose(nothing -> super.get(key, options));
      synchronized (gets) {
        gets.add(get);
      }
      return get;
    }
  }

  @Test
  void aCancelledRunCancelsItsReadsAndBeginsNoOther() throws Exception {
    HeldStore store = new HeldStore(memory);
    RegionTasks tasks = RegionTasks.builder(open(store)).maxBytes(6 * 64).workers(1).build();
    CompletableFuture<List<Integer>> run = tasks.map((piece, values) -> piece.number());
    int begun = store.gets.size();
    run.cancel(true);
    store.open.complete(null);

    assertThat(store.gets).hasSize(begun).allMatch(CompletableFuture::isDone);
    assertThat(run).isCancelled();
  }

  @Test
  void theNextPiecesAreFetchedWhileOneIsComputedAndNoMoreThanFitInMemory() throws Exception {
    AtomicInteger gets = new AtomicInteger();
    AsyncStore counting =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<Fetched> get(String key, GetOptions options) {
            gets.addAndGet(key.contains("/c/") ? 1 : 0);
            return super.get(key, options);
          }
        };
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    int chunkBytes = CHUNK * CHUNK * 4;
    RegionTasks tasks =
        RegionTasks.builder(open(counting)).workers(1).maxBytes(3L * chunkBytes).build();
    CompletableFuture<List<Integer>> run =
        tasks.map(
            (piece, values) -> {
              computing.countDown();
              goOn.await();
              return piece.number();
            });
    computing.await();
    assertThat(gets).hasValue(3);
    goOn.countDown();
    assertThat(Futures.value(run)).hasSameSizeAs(tasks.pieces());
    assertThat(gets).hasValue(30);
  }

  @Test
  void piecesThatShareAChunkOfTheTargetAreRefusedBeforehand() throws Exception {
    AsyncArray target = create("b", 6, 5);
    RegionTasks tasks = RegionTasks.builder(array).build();
    assertThatThrownBy(() -> tasks.write(target, (piece, values) -> values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("starts within a chunk", "unit()");

    RegionTasks apart = RegionTasks.builder(array).unit(6, 5).build();
    Futures.value(apart.write(target, (piece, values) -> values));
    assertThat(all(target)).isEqualTo(all(array));
  }

  @Test
  void aTargetThatIsTooSmallIsRefusedBeforehand() throws Exception {
    AsyncArray target =
        AsyncArray.create(memory, "b", NewArray.of("int32", ROWS, COLUMNS - 1).chunks(4, 4));
    assertThatThrownBy(
            () -> RegionTasks.builder(array).build().write(target, (piece, values) -> values))
        .hasMessageContaining("ends at 16 in dimension 1");
  }

  @Test
  void aResultOfTheWrongLengthFailsItsPiece() throws Exception {
    AsyncArray target = create("b", CHUNK, CHUNK);
    Throwable failure =
        failure(RegionTasks.builder(array).build().write(target, (piece, values) -> new int[1]));
    assertThat(failure).isInstanceOf(PieceFailedException.class).hasMessageContaining("piece");
  }

  @Test
  void theExecutorOfTheCallerComputes() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(2, task -> new Thread(task, "mine"));
    try {
      RegionTasks tasks = RegionTasks.builder(array).executor(executor, 2).build();
      List<String> threads =
          Futures.value(tasks.map((piece, values) -> Thread.currentThread().getName()));
      assertThat(threads).containsOnly("mine");
      executor.shutdown();
      assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(failure(tasks.map((piece, values) -> piece.number())))
          .isInstanceOf(PieceFailedException.class);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void theThreadsOfARunEndWithIt() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    RegionTasks tasks = RegionTasks.builder(array).workers(3).build();
    Futures.value(tasks.map((piece, values) -> threads.add(Thread.currentThread())));
    assertThat(threads).isNotEmpty();
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void badOptionsAreRefusedWithWhatIsWrong() {
    RegionTasks.Builder builder = RegionTasks.builder(array);
    assertThatThrownBy(() -> builder.workers(0)).hasMessage("workers is 0: it must be positive");
    assertThatThrownBy(() -> builder.halo(1)).hasMessageContaining("has 2 dimensions, not 1");
    assertThatThrownBy(() -> builder.region(new long[] {1, 1}, new long[] {ROWS, 1}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("of shape [23, 17]");
    assertThatThrownBy(() -> builder.only(List.of(30)).build())
        .hasMessageContaining("There is no piece 30");
    assertThatThrownBy(() -> Schedule.guided(0)).hasMessageContaining("must be positive");
  }

  @Test
  void noPieceIsNoResult() throws Exception {
    RegionTasks tasks =
        RegionTasks.builder(array).region(new long[] {3, 5}, new long[] {0, 9}).build();
    assertThat(Futures.value(tasks.map((piece, values) -> piece))).isEmpty();
  }
}
