package dev.zarrasync.s3;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes the operations of one store, and knows those under way. */
final class Operations {

  private final AsyncStore store;
  private final S3Errors errors;
  private final Set<Operation<?>> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts with none.
   *
   * @param store named in errors
   * @param errors says what went wrong
   */
  Operations(AsyncStore store, S3Errors errors) {
    this.store = store;
    this.errors = errors;
  }

  AsyncStore store() {
    return store;
  }

  S3Errors errors() {
    return errors;
  }

  <R> Operation<R> onKey(Permission permission, String key) {
    return new Operation<>(this, permission, key, refusal(key));
  }

  /** Makes one that deletes, refused if any of the keys is invalid. There is at least one. */
  <R> Operation<R> onKeys(Collection<String> keys) {
    StoreException firstInvalid =
        keys.stream().map(this::refusal).filter(Objects::nonNull).findFirst().orElse(null);
    return new Operation<>(this, Permission.DELETE, keys.iterator().next(), firstInvalid);
  }

  /** A bucket holds more than keys; what else a caller may name, the store around this one says. */
  private @Nullable StoreException refusal(String name) {
    String problem = Keys.flatProblem(name);
    return problem == null
        ? null
        : new StoreException(Kind.INVALID_KEY, store, name, "not a key: " + problem, null);
  }

  <R> Operation<R> onPrefix(String prefix) {
    return new Operation<>(this, Permission.LIST, prefix, null);
  }

  /** Returns false if the operation must not begin because the store is closed. */
  boolean begin(Operation<?> operation) {
    // Before the look at closed, so that close() misses no operation.
    underWay.add(operation);
    return !closed.get();
  }

  void end(Operation<?> operation) {
    underWay.remove(operation);
  }

  /** Fails what is under way and all that comes. Returns false if that was done before. */
  boolean close() {
    boolean first = closed.compareAndSet(false, true);
    if (first) {
      underWay.forEach(Operation::failClosed);
    }
    return first;
  }
}
