package dev.zarrasync.fetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import java.util.concurrent.CompletableFuture;

/**
 * A store that sends one request for each get and asks before it receives a body. It does not
 * limit, retry or cache: {@link FetchStore} does.
 */
public interface Transport extends AsyncStore {

  /**
   * Reads an object or a range of its bytes with one request.
   *
   * @param key the object's key
   * @param range the bytes wanted
   * @param admission asked once, when the body's length is known and before memory is taken for it
   * @return as {@link AsyncStore#get(String, ByteRange)} says; cancelling it aborts the request
   */
  CompletableFuture<Fetched> get(String key, ByteRange range, Admission admission);

  @Override
  default CompletableFuture<Fetched> get(String key, ByteRange range) {
    return get(key, range, Admission.OPEN);
  }
}
