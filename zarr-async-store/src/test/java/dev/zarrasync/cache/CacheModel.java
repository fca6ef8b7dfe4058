package dev.zarrasync.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A cache on a store where chance decides when each request is carried out and when it is answered,
 * and a model of what a get may find: a state of its key that is no older than that of any write
 * that had ended when the get started.
 */
final class CacheModel {

  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final int ABSENT = -1;

  private final Random random;
  private final CachingStore cache;
  private final Map<String, List<Integer>> states = new HashMap<>(); // Of each key, in their order.
  private final Map<String, Integer> ended = new HashMap<>(); // The last state that must be seen.
  private final List<Request> requests = new ArrayList<>();
  private final List<Get> gets = new ArrayList<>();
  private int values;
  private long time;

  private record Get(String key, int atLeast, CompletableFuture<Fetched> future) {}

  CacheModel(Random random) {
    this.random = random;
    CacheOptions options =
        new CacheOptions(
            List.of(0L, 600L, 1L << 20).get(random.nextInt(3)),
            Duration.ofNanos(random.nextInt(20)),
            random.nextInt(3) == 0 ? null : Duration.ofNanos(random.nextInt(20)));
    cache = new CachingStore(new ChanceStore(), options, () -> time);
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      time++;
      act();
      check();
    }
    while (!requests.isEmpty()) {
      proceed();
    }
    check();
    assertThat(gets).as("none waits for ever").isEmpty();
  }

  private void act() {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    switch (random.nextInt(16)) {
      case 0 -> cache.put(key, value());
      case 1 -> cache.put(key, value(), Condition.ABSENT);
      case 2 -> cache.put(key, value(), new Condition.Unchanged(String.valueOf(state(key))));
      case 3 -> cache.delete(key);
      case 4 -> cache.deleteItems(List.of("a", key));
      case 5 -> cache.delete(key).cancel(true);
      case 6 -> set(key, values++); // By another process.
      case 7, 8, 9, 10 -> get(key);
      case 11 -> {
        if (!gets.isEmpty()) {
          gets.get(random.nextInt(gets.size())).future.cancel(true);
        }
      }
      default -> proceed();
    }
  }

  private void get(String key) {
    ByteRange range = random.nextBoolean() ? ByteRange.ALL : ByteRange.of(0, 4);
    gets.add(new Get(key, ended.getOrDefault(key, 0), cache.get(key, range)));
  }

  private void check() {
    for (Get get : List.copyOf(gets)) {
      if (get.future.isDone()) {
        gets.remove(get);
        if (!get.future.isCompletedExceptionally()) {
          List<Integer> all = states(get.key);
          List<Integer> allowed = all.subList(get.atLeast, all.size());
          assertThat(allowed).contains(value(get.future.join()));
        }
      }
    }
  }

  private void proceed() {
    if (!requests.isEmpty()) {
      Request request = requests.get(random.nextInt(requests.size()));
      if (!request.done) {
        request.done = true;
        request.carryOut.run();
      } else {
        requests.remove(request);
        request.answer.run();
      }
    }
  }

  private byte[] value() {
    return bytes(values++);
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static int value(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static int value(Fetched fetched) {
    return fetched instanceof Fetched.Found found ? value(found.bytes()) : ABSENT;
  }

  private List<Integer> states(String key) {
    return states.computeIfAbsent(key, k -> new ArrayList<>(List.of(ABSENT)));
  }

  private int state(String key) {
    return states(key).get(states(key).size() - 1);
  }

  private void set(String key, int value) {
    states(key).add(value);
  }

  /** Is carried out first, and answered later. */
  private static final class Request {
    final Runnable carryOut;
    final Runnable answer;
    boolean done;

    Request(Runnable carryOut, Runnable answer) {
      this.carryOut = carryOut;
      this.answer = answer;
    }
  }

  private final class ChanceStore extends ForwardingStore {
    ChanceStore() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      CompletableFuture<Fetched> result = new CompletableFuture<>();
      int[] found = new int[1];
      requests.add(
          new Request(() -> found[0] = state(key), () -> answer(key, options, found[0], result)));
      return result;
    }

    private void answer(
        String key, GetOptions options, int state, CompletableFuture<Fetched> result) {
      String etag = key.equals("c") ? null : String.valueOf(state); // One key has none.
      if (random.nextInt(10) == 0) {
        result.completeExceptionally(new IllegalStateException("by chance"));
      } else if (state == ABSENT) {
        result.complete(Fetched.MISSING);
      } else if (!options.condition().holds(true, etag)) {
        result.completeExceptionally(StoreException.ifNotHolding(this, key, options.condition()));
      } else {
        result.complete(new Fetched.Found(bytes(state), 4, etag));
      }
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      return write(List.of(key), value, condition);
    }

    @Override
    public CompletableFuture<Void> deleteItems(Collection<String> keys) {
      return write(keys, null, Condition.NONE);
    }

    private CompletableFuture<Void> write(
        Collection<String> keys, byte @Nullable [] value, Condition condition) {
      CompletableFuture<Void> result = new CompletableFuture<>();
      Map<String, Integer> made = new HashMap<>();
      Runnable carryOut =
          () -> {
            for (String key : keys) {
              if (condition.holds(state(key) != ABSENT, String.valueOf(state(key)))) {
                set(key, value == null ? ABSENT : value(value));
                made.put(key, states(key).size() - 1);
              }
            }
          };
      Runnable answer =
          () -> {
            made.forEach((key, state) -> ended.merge(key, state, Math::max));
            if (random.nextInt(10) == 0) {
              result.completeExceptionally(new IllegalStateException("by chance"));
            } else {
              result.complete(null);
            }
          };
      requests.add(new Request(carryOut, answer));
      return result;
    }
  }
}
