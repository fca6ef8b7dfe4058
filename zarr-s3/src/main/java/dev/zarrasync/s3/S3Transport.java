package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.fetch.internal.LargeObjects;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Turns each operation into a request, or into few. */
final class S3Transport implements Transport {

  private final S3Bucket bucket;
  private final Operations operations;
  private final String root;

  /**
   * Sends requests for one bucket.
   *
   * @param clients closed with this transport
   * @param requests makes the requests
   * @param root the URL of the bucket with a slash at its end
   * @param large knows which objects to read and write in parts
   * @param hints what to do about errors
   * @param text what the server says of them
   */
  S3Transport(
      S3Clients clients,
      S3Requests requests,
      String root,
      LargeObjects large,
      S3Hints hints,
      ServerText text) {
    this.root = root;
    S3Errors errors = new S3Errors(this, hints, text);
    this.bucket = new S3Bucket(this, clients, requests, errors, large);
    this.operations = new Operations(this, errors);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    Operation<Fetched> operation = operations.onKey(Permission.GET, key);
    ObjectGet get = new ObjectGet(bucket, operation, options, admission);
    return operation.finish(get.start().exceptionally(this::ifMissing));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    Operation<Void> operation = operations.onKey(Permission.PUT, key);
    S3Clients clients = bucket.clients();
    // The server checks a condition when it gets the whole in one request.
    boolean inParts =
        condition instanceof Condition.None
            && bucket.large().isLarge(value.length)
            && clients.canSplit();
    return operation.finish(
        operation
            .send(
                () ->
                    inParts
                        ? clients.putInParts(key, value)
                        : clients.whole().put(this, key, value, condition))
            .thenAccept(answer -> bucket.large().found(key, value.length)));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Operation<Void> operation = operations.onKeys(keys);
    Deletes deletes = new Deletes(bucket, operation);
    return operation.finish(
        keys.size() == 1 ? deletes.one(keys.iterator().next()) : deletes.all(keys));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    Operation<ListPage> operation = operations.onPrefix(request.prefix());
    return operation.finish(operation.send(() -> bucket.clients().whole().list(this, request)));
  }

  @Override
  public String url(String key) {
    return root + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
  }

  @Override
  public void close() {
    if (operations.close()) {
      bucket.clients().close();
    }
  }

  @Override
  public String toString() {
    return "s3://" + bucket.requests().bucket();
  }

  private Fetched ifMissing(Throwable error) {
    if (bucket.errors().isMissing(error)) {
      return Fetched.MISSING;
    }
    throw new CompletionException(error);
  }
}
