package dev.zarrasync.integration;

import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A bucket that the user names, as {@code s3://bucket/prefix} or {@code
 * http://host:port?bucket=name}. Region and credentials are found as the AWS SDK finds them. Tests
 * write under a prefix that no other run has, and what is under it is deleted at the end.
 */
final class GivenServer implements S3Server {

  private final URI uri;
  private final Supplier<S3StoreBuilder> bucket;
  private final String root;
  private final AtomicInteger stores = new AtomicInteger();

  GivenServer(URI uri) {
    this.uri = uri;
    String run = "zarr-async-tests/" + UUID.randomUUID();
    String query = uri.getQuery();
    if ("s3".equals(uri.getScheme()) && uri.getHost() != null && query == null) {
      String prefix = uri.getPath().replaceAll("^/+|/+$", "");
      this.root = prefix.isEmpty() ? run : prefix + "/" + run;
      this.bucket = () -> S3Store.builder().bucket(uri.getHost());
    } else if (List.of("http", "https").contains(String.valueOf(uri.getScheme()))
        && query != null
        && query.startsWith("bucket=")) {
      URI endpoint = URI.create(uri.toString().substring(0, uri.toString().indexOf('?')));
      this.root = run;
      this.bucket =
          () -> S3Store.builder().bucket(query.substring("bucket=".length())).endpoint(endpoint);
    } else {
      throw new IllegalArgumentException(
          "-D%s=%s is none of: localstack, s3proxy, s3://bucket/prefix, http://host:port?bucket=name"
              .formatted(CHOICE, uri));
    }
  }

  @Override
  public S3StoreBuilder newStore() {
    return bucket.get().prefix(root + "/" + stores.incrementAndGet()).cacheBytes(0);
  }

  @Override
  public String toString() {
    return uri + ", under " + root;
  }

  @Override
  public void close() {
    try (S3Store store = bucket.get().prefix(root).build()) {
      for (ListRequest request = ListRequest.all(""); request != null; ) {
        ListPage page = store.list(request).join();
        store.deleteItems(page.objects().stream().map(ListedObject::key).toList()).join();
        request = page.next();
      }
    }
  }
}
