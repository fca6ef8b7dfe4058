package dev.zarrasync.prefetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store where chance decides when each request is carried out, when it is answered and whether it
 * fails, on a clock that chance moves, too. It keeps the states that each object has had.
 */
final class ChanceStore implements AsyncStore {

  /**
   * A state of an object.
   *
   * @param value the bytes, or null if it is absent
   * @param since when it came about
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by identity.
  record State(byte @Nullable [] value, long since) {}

  /** A request: it is carried out first, and answered later. */
  private final class Request<T> {
    final CompletableFuture<T> future = new CompletableFuture<>();
    final String key;
    final Supplier<T> carryOut;
    @Nullable T outcome;
    boolean carriedOut;

    Request(String key, Supplier<T> carryOut) {
      this.key = key;
      this.carryOut = carryOut;
    }

    void proceed() {
      if (carriedOut) {
        underWay.remove(this);
        end(false);
      } else if (random.nextInt(12) == 0) {
        underWay.remove(this); // Refused.
        end(true);
      } else {
        carriedOut = true;
        outcome = carryOut.get();
      }
    }

    private void end(boolean refused) {
      if (refused || random.nextInt(12) == 0) {
        Kind kind = refused ? Kind.ACCESS_DENIED : Kind.TIMEOUT; // Or its answer is lost.
        future.completeExceptionally(
            new StoreException(kind, ChanceStore.this, key, "by chance", null));
      } else {
        future.complete(outcome);
      }
    }
  }

  private static final AtomicLong STORES = new AtomicLong();

  private final long id = STORES.incrementAndGet();
  private final Random random;
  private final List<Request<?>> underWay = new ArrayList<>();
  private final TreeMap<String, List<State>> states = new TreeMap<>();
  private final Map<String, Integer> told = new HashMap<>();
  private long now = 1;

  ChanceStore(Random random) {
    this.random = random;
  }

  long now() {
    return now;
  }

  /** Lets time pass, and one request come to its end or nearer to it. */
  void proceed() {
    now += random.nextInt(8) == 0 ? random.nextLong(3_000_000_000L) : random.nextLong(50_000_000);
    if (!underWay.isEmpty()) {
      underWay.get(random.nextInt(underWay.size())).proceed();
    }
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Returns the states that an object has had, the first of them absent. */
  List<State> states(String key) {
    return states.computeIfAbsent(key, k -> new ArrayList<>(List.of(new State(null, 0))));
  }

  /** Returns the number of the state that all who ask now must see, because its writer was told. */
  int told(String key) {
    return told.getOrDefault(key, 0);
  }

  /** Changes an object as another process does. */
  void set(String key, byte @Nullable [] value) {
    states(key).add(new State(value, now));
  }

  private byte @Nullable [] value(String key) {
    List<State> all = states(key);
    return all.get(all.size() - 1).value;
  }

  private <T> CompletableFuture<T> send(String key, Supplier<T> carryOut) {
    Request<T> request = new Request<>(key, carryOut);
    underWay.add(request);
    return request.future;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    return send(
        key,
        () -> {
          byte[] value = value(key);
          if (value == null) {
            return Fetched.MISSING;
          }
          byte[] part =
              new byte
                  [(int) (options.range().end(value.length) - options.range().start(value.length))];
          System.arraycopy(value, (int) options.range().start(value.length), part, 0, part.length);
          return new Fetched.Found(part, value.length, null);
        });
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return send(
        request.prefix(),
        () ->
            new ListPage(
                states.keySet().stream()
                    .filter(key -> key.startsWith(request.prefix()) && value(key) != null)
                    .map(key -> new ListedObject(key, 8, null))
                    .toList(),
                List.of(),
                null));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return write(List.of(key), value);
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return write(keys, null);
  }

  private CompletableFuture<Void> write(Collection<String> keys, byte @Nullable [] value) {
    Map<String, Integer> made = new HashMap<>();
    CompletableFuture<Void> sent =
        send(
            String.join(" ", keys),
            () -> {
              for (String key : keys) {
                set(key, value);
                made.put(key, states(key).size() - 1);
              }
              return null;
            });
    return sent.whenComplete(
        (nothing, failure) -> {
          made.forEach((key, number) -> told.merge(key, number, Math::max));
          keys.forEach(key -> Writes.ended(this, key));
        });
  }

  @Override
  public String url(String key) {
    return "chance://" + id + "/" + key;
  }

  @Override
  public Limits limits() {
    return new Limits(2, 1 << 20);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "ChanceStore";
  }
}
