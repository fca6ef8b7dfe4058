package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.internal.ListObjectsV2;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads by requests of our own. Through the SDK's S3 client a get of a small object costs three
 * times the processor time.
 *
 * @param http the client, which starts with the first request
 * @param requests makes the requests
 */
record SignedReads(Supplier<HttpClient> http, SignedRequests requests) implements S3Reads {

  @Override
  public CompletableFuture<Fetched> get(
      AsyncStore store, String key, GetOptions options, Admission admission) {
    return new S3Get(
            http.get(),
            store,
            key,
            options,
            admission,
            () -> requests.get(key, options),
            requests.asksForChecksum(options))
        .start(requests.root());
  }

  @Override
  public CompletableFuture<ListPage> list(AsyncStore store, ListRequest request) {
    CompletableFuture<Fetched> sent =
        new S3Get(
                http.get(),
                store,
                request.prefix(),
                GetOptions.ALL,
                Admission.OPEN,
                () -> requests.list(request),
                false)
            .start(requests.root());
    CompletableFuture<ListPage> page = sent.thenCompose(found -> page(store, request, found));
    Operation.cancelOnFailure(page, sent);
    return page;
  }

  private static CompletableFuture<ListPage> page(
      AsyncStore store, ListRequest request, Fetched fetched) {
    try {
      byte[] document = ((Fetched.Found) fetched).bytes();
      return CompletableFuture.completedFuture(ListObjectsV2.page(store, request, document));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
