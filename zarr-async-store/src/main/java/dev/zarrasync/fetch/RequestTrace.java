package dev.zarrasync.fetch;

import dev.zarrasync.jfr.Recordings;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Follows the requests of one operation. Safe for use by many threads. */
interface RequestTrace {

  /** Follows nothing, and costs nothing. */
  RequestTrace NONE =
      new RequestTrace() {
        @Override
        public <T> Function<Admission, CompletableFuture<T>> attempt(
            Function<Admission, CompletableFuture<T>> send) {
          return send;
        }

        @Override
        public <T> Function<Admission, CompletableFuture<T>> hedge(
            Function<Admission, CompletableFuture<T>> send) {
          return send;
        }
      };

  /**
   * Follows the requests of an operation if a flight recording wants them.
   *
   * @param method GET, LIST, PUT or DELETE
   * @param key the key, or the prefix of a listing
   */
  static RequestTrace of(AsyncStore store, String method, String key, ByteRange range) {
    return Recordings.wantRequests() ? new RecordedRequests(store, method, key, range) : NONE;
  }

  /** Follows the next attempt, which is ready to be sent now. */
  <T> Function<Admission, CompletableFuture<T>> attempt(
      Function<Admission, CompletableFuture<T>> send);

  /** Follows a second request of the same attempt, which is ready to be sent now. */
  <T> Function<Admission, CompletableFuture<T>> hedge(
      Function<Admission, CompletableFuture<T>> send);
}
