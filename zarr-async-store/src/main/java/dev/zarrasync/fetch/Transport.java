package dev.zarrasync.fetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import java.util.concurrent.CompletableFuture;

/**
 * A store that sends one request for each get and asks before it receives a body. It does not
 * limit, retry or cache: {@link FetchStore} does.
 */
public interface Transport extends AsyncStore {

  /**
   * Reads an object or a range of its bytes.
   *
   * @param key the object's key
   * @param options the bytes wanted, the condition, and the size if it is known
   * @param admission asked once, when the body's length is known and before memory is taken for it
   * @return as {@link AsyncStore#get(String, GetOptions)} says; cancelling it aborts the request
   */
  CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission);

  /**
   * Says whether a range costs less than the whole object. {@link FetchStore} divides no get where
   * it does not.
   *
   * @return false once the server has sent the whole in answer to a range
   */
  default boolean servesRanges() {
    return true;
  }

  @Override
  default CompletableFuture<Fetched> get(String key, GetOptions options) {
    return get(key, options, Admission.OPEN);
  }
}
