package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Sends the requests for one bucket. Each takes the store that errors name; cancelling its result
 * aborts the request.
 */
interface S3Sender {

  /**
   * Reads an object or a range of its bytes.
   *
   * @param admission hears how the body comes along
   * @param admit lets it in, by its length
   */
  CompletableFuture<Fetched> get(
      AsyncStore store,
      String key,
      GetOptions options,
      Admission admission,
      LongFunction<CompletableFuture<Void>> admit);

  /** Lists a page of keys. */
  CompletableFuture<ListPage> list(AsyncStore store, ListRequest request);

  /** Writes an object in one request. */
  CompletableFuture<Void> put(AsyncStore store, String key, byte[] value, Condition condition);

  /** Deletes an object. Where there is none, some servers answer with 404. */
  CompletableFuture<Void> delete(AsyncStore store, String key);

  /**
   * Deletes up to 1,000 objects, whose keys XML can hold.
   *
   * @return why some are left
   */
  CompletableFuture<List<S3Error>> delete(AsyncStore store, Collection<String> keys);
}
