package dev.zarrasync.s3;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.concurrent.CompletableFuture;

/** Sends the requests that read one bucket. */
interface S3Reads {

  /**
   * Reads an object or a range of its bytes.
   *
   * @param receiver gets the answer
   * @return fails if the request does; cancelling it aborts the request
   */
  CompletableFuture<?> get(String key, GetOptions options, ObjectReceiver receiver);

  /**
   * Lists a page of keys.
   *
   * @param store named in errors
   * @return the page; cancelling it aborts the request
   */
  CompletableFuture<ListPage> list(AsyncStore store, ListRequest request);
}
