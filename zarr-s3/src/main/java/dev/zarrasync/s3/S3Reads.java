package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.concurrent.CompletableFuture;

/** Sends the requests that read one bucket. */
interface S3Reads {

  /**
   * Reads an object or a range of its bytes.
   *
   * @param store named in errors
   * @param admission lets the body in, and hears how it comes along
   * @return the object; cancelling it aborts the request
   */
  CompletableFuture<Fetched> get(
      AsyncStore store, String key, GetOptions options, Admission admission);

  /**
   * Lists a page of keys.
   *
   * @param store named in errors
   * @return the page; cancelling it aborts the request
   */
  CompletableFuture<ListPage> list(AsyncStore store, ListRequest request);
}
