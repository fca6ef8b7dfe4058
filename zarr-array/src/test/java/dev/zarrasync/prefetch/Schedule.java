package dev.zarrasync.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.array.ChunkKeys;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.array.RegionReader;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.prefetch.ChanceStore.State;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Readers and writers of one array through three store objects that reach the same URL, and a
 * writer of another process, in the order that chance gives their requests; and the history of the
 * array, with which each read and each {@link PartialWriteException} is compared.
 */
final class Schedule {

  private static final int STEPS = 120;
  private static final int CHUNKS = 8;
  private static final int FILL = -1;
  private static final List<ListPolicy> POLICIES = List.of(ListPolicy.values());
  private static final ArrayMetadata METADATA =
      new ArrayMetadata(
          2,
          new long[] {2 * CHUNKS},
          new int[] {2},
          new DataType(DataType.Kind.SIGNED, 4, ByteOrder.BIG_ENDIAN),
          Codecs.none(),
          ByteBuffer.allocate(4).putInt(FILL).array(),
          ChunkKeys.v2("."),
          List.of(),
          null);

  /** Which states a read may have found, beside those that were there after it began. */
  private enum Belief {
    /** None: nothing is shared. */
    NONE,
    /** Bytes that were there before, unless this process has written them since. */
    SHARED,
    /** The same within the times of the options, and absences, too. */
    PREFETCHED
  }

  /** From which step to which a write was under way. */
  private static final class Span {
    static final Span ALWAYS = new Span(0);

    final int begun;
    int ended = Integer.MAX_VALUE;

    Span(int begun) {
      this.begun = begun;
    }
  }

  private record Path(AsyncStore store, ReadAhead prefetching, Belief belief) {}

  /** A read of one chunk, or of a part of it, under way. */
  private final class Expected {
    final String key;
    final Belief belief;
    final long begun = server.now();
    final int told;

    Expected(String key, Belief belief) {
      this.key = key;
      this.belief = belief;
      this.told = server.told(key);
    }

    /** Checks the values of a part of the chunk. */
    void check(int from, int... values) {
      assertThat(possible(from, values.length)).as(key).contains(IntArray.of(values));
    }

    private Set<IntArray> possible(int from, int count) {
      Set<IntArray> possible = new HashSet<>();
      List<State> states = server.states(key);
      for (int i = told; i < states.size(); i++) {
        State state = states.get(i);
        long until = i + 1 < states.size() ? states.get(i + 1).since() : Long.MAX_VALUE;
        if (until >= earliest(state)) {
          int[] elements = elements(state);
          possible.add(IntArray.of(Arrays.copyOfRange(elements, from, from + count)));
        }
      }
      return possible;
    }

    private long earliest(State state) {
      boolean absent = state.value() == null;
      return switch (belief) {
        case NONE -> begun;
        case SHARED -> absent ? begun : 0;
        case PREFETCHED -> begun - (absent ? prefetch.absentLife() : prefetch.life()).toNanos();
      };
    }
  }

  private record IntArray(List<Integer> values) {
    static IntArray of(int... values) {
      return new IntArray(IntStream.of(values).boxed().toList());
    }
  }

  /** A write that is over, of which some chunks were not stored. */
  private record Stopped(PartialWriteException report, List<String> keys, Set<Integer> values) {}

  private final Random random;
  private final ChanceStore server;
  private final List<Path> paths;
  private final PrefetchOptions prefetch;
  private final boolean hasOthers;
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<RegionWriter.Write> writes = new ArrayList<>();
  private final List<CompletableFuture<?>> puts = new ArrayList<>();
  private final List<Stopped> stopped = new ArrayList<>();
  private final Map<Integer, Span> spans = new HashMap<>(); // By each value that was written.
  private final List<Throwable> failures = new ArrayList<>();
  private int step;
  private int value = 1;
  private int reads;

  Schedule(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L); // The first numbers of small seeds are alike.
    server = new ChanceStore(random);
    hasOthers = random.nextBoolean();
    prefetch =
        random.nextBoolean()
            ? PrefetchOptions.DEFAULT
            : PrefetchOptions.DEFAULT.absentLife(Duration.ZERO);
    paths =
        List.of(
            path(server, Belief.NONE),
            path(new CachingStore(server, 0), Belief.SHARED),
            path(new CachingStore(server, 1 << 20), Belief.SHARED));
    for (int i = 0; i < CHUNKS; i++) {
      if (random.nextInt(3) > 0) {
        server.set("a/" + i, chunk());
      }
    }
  }

  private Path path(AsyncStore store, Belief belief) {
    ArrayChunks chunks = ArrayChunks.raw(store, "a", METADATA, Duration.ZERO);
    ChunkLoads loads =
        new ChunkLoads(chunks, new ReadAheadBudget(1 << 20), prefetch, server::now, later::add);
    return new Path(store, new ReadAhead(chunks, loads), belief);
  }

  /** Runs the schedule, and returns how many chunks were read in it. */
  int run() {
    while (step++ < STEPS) {
      if (random.nextInt(5) == 0) {
        act(paths.get(random.nextInt(paths.size())));
      } else {
        server.proceed();
      }
    }
    while (!server.isIdle() || !later.isEmpty()) {
      server.proceed();
      if (!later.isEmpty() && server.isIdle()) {
        later.remove().run();
      }
    }
    stopped.forEach(this::check);
    if (!hasOthers) {
      IntStream.range(0, CHUNKS).forEach(chunk -> checkOrder("a/" + chunk));
    }
    assertThat(failures).isEmpty();
    return reads;
  }

  /** A future would keep the failure to itself. */
  private void checked(Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      failures.add(e);
    }
  }

  private void act(Path path) {
    switch (random.nextInt(hasOthers ? 9 : 8)) {
      case 0, 1 -> read(path);
      case 2, 3 -> readPrefetching(path, random.nextInt(CHUNKS), 1 + random.nextInt(CHUNKS));
      case 4 -> write(path);
      case 5 -> put(path);
      case 6 -> interrupt();
      case 7 -> {
        if (!later.isEmpty()) {
          later.remove().run();
        }
      }
      default -> server.set("a/" + random.nextInt(CHUNKS), random.nextInt(4) == 0 ? null : chunk());
    }
  }

  private void read(Path path) {
    int offset = random.nextInt(2 * CHUNKS);
    int length = random.nextInt(2) == 0 ? 2 * CHUNKS - offset : 1;
    ListPolicy policy = POLICIES.get(random.nextInt(3));
    List<Expected> expected =
        IntStream.rangeClosed(offset / 2, (offset + length - 1) / 2)
            .mapToObj(chunk -> new Expected("a/" + chunk, path.belief))
            .toList();
    int[] buffer = new int[length];
    new RegionReader(path.store, "a", METADATA, ArrayOptions.DEFAULT.listPolicy(policy))
        .read(buffer, new int[] {length}, new long[] {offset})
        .whenComplete(
            (nothing, failure) ->
                checked(
                    () -> {
                      if (failure == null) {
                        check(expected, offset, buffer);
                      } else {
                        checkNamesKey(failure);
                      }
                    }));
  }

  private void check(List<Expected> expected, int offset, int[] buffer) {
    for (int i = 0; i < expected.size(); i++) {
      int first = Math.max(offset, (offset / 2 + i) * 2);
      int end = Math.min(offset + buffer.length, (offset / 2 + i + 1) * 2);
      expected.get(i).check(first % 2, Arrays.copyOfRange(buffer, first - offset, end - offset));
      reads++;
    }
  }

  /** Asks for one chunk after the other, as JZarr does. */
  private void readPrefetching(Path path, int chunk, int count) {
    if (count == 0 || chunk == CHUNKS) {
      return;
    }
    Expected expected = new Expected("a/" + chunk, Belief.PREFETCHED);
    // The cache below may be as old as it likes.
    Expected cached = new Expected("a/" + chunk, path.belief);
    path.prefetching
        .get("a/" + chunk)
        .whenComplete(
            (fetched, failure) -> {
              checked(
                  () -> {
                    if (failure != null) {
                      checkNamesKey(failure);
                    } else {
                      boolean isCached = path.belief == Belief.SHARED && fetched instanceof Found;
                      (isCached ? cached : expected).check(0, elements(fetched));
                      reads++;
                    }
                  });
              readPrefetching(path, chunk + 1, count - 1);
            });
  }

  private void write(Path path) {
    int offset = random.nextInt(2 * CHUNKS);
    int length = 1 + random.nextInt(2 * CHUNKS - offset);
    int[] values = IntStream.range(0, length).map(i -> value++).toArray();
    RegionWriter.Write write =
        new RegionWriter(path.store, "a", METADATA, false)
            .write(values, new int[] {length}, new long[] {offset});
    writes.add(write);
    List<String> keys =
        IntStream.rangeClosed(offset / 2, (offset + length - 1) / 2)
            .mapToObj(chunk -> "a/" + chunk)
            .toList();
    Set<Integer> own = new HashSet<>(IntStream.of(values).boxed().toList());
    Span span = spanOf(own);
    write
        .done()
        .whenComplete(
            (nothing, failure) -> {
              span.ended = step;
              if (failure instanceof PartialWriteException report) {
                stopped.add(new Stopped(report, keys, own));
              } else if (failure instanceof CancellationException) {
                stopped.add(new Stopped(write.stop(failure), keys, own));
              } else if (failure == null) {
                checked(() -> keys.forEach(key -> assertThat(hasStored(key, own)).isTrue()));
              }
            });
  }

  /** What a JZarr store does with a chunk. */
  private void put(Path path) {
    String key = "a/" + random.nextInt(CHUNKS);
    if (random.nextInt(4) == 0) {
      puts.add(WriteOrder.delete(path.store, List.of(key)));
      return;
    }
    Span span = spanOf(Set.of(value, value + 1));
    CompletableFuture<Void> put = WriteOrder.put(path.store, key, chunk());
    put.whenComplete((nothing, failure) -> span.ended = step);
    puts.add(put);
  }

  private Span spanOf(Set<Integer> values) {
    Span span = new Span(step);
    values.forEach(number -> spans.put(number, span));
    return span;
  }

  private void interrupt() {
    if (!writes.isEmpty() && random.nextBoolean()) {
      writes.get(random.nextInt(writes.size())).done().cancel(true);
    } else if (!puts.isEmpty()) {
      puts.get(random.nextInt(puts.size())).cancel(true);
    }
  }

  /** What was said when the write stopped must hold for ever. */
  private void check(Stopped write) {
    for (String key : write.keys) {
      if (write.report.stored().contains(key)) {
        assertThat(hasStored(key, write.values)).as("%s is stored", key).isTrue();
      } else if (!write.report.unknown().contains(key)) {
        assertThat(hasStored(key, write.values)).as("%s is as before", key).isFalse();
      }
    }
  }

  /** What a write has stored is not undone by one that was over before it began. */
  private void checkOrder(String key) {
    for (int i = 0; i < 2; i++) {
      int latest = 0; // When the latest of the writes began that have stored this element.
      for (State state : server.states(key)) {
        Span span = spans.getOrDefault(elements(state)[i], Span.ALWAYS);
        assertThat(span.ended).as("an old put of %s over a new one", key).isGreaterThan(latest);
        latest = Math.max(latest, span.begun);
      }
    }
  }

  private boolean hasStored(String key, Set<Integer> values) {
    return server.states(key).stream()
        .anyMatch(state -> IntStream.of(elements(state)).anyMatch(values::contains));
  }

  private void checkNamesKey(Throwable failure) {
    Throwable cause = StoreException.unwrap(failure);
    assertThat(cause).isInstanceOf(IOException.class).hasMessageContainingAll("a/", "chance://");
  }

  private byte[] chunk() {
    return ByteBuffer.allocate(8).putInt(value++).putInt(value++).array();
  }

  private static int[] elements(Fetched fetched) {
    return elements(new State(fetched instanceof Found found ? found.bytes() : null, 0));
  }

  private static int[] elements(State state) {
    if (state.value() == null) {
      return new int[] {FILL, FILL};
    }
    ByteBuffer bytes = ByteBuffer.wrap(state.value());
    return new int[] {bytes.getInt(), bytes.getInt()};
  }
}
