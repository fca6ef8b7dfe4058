package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.s3.Operations.Operation;
import dev.zarrasync.s3.S3Hints.Permission;
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

  private final S3Clients clients;
  private final S3Requests requests;
  private final S3Errors errors;
  private final long multipartThreshold;
  private final Operations operations;
  private final String root;

  /**
   * Sends requests for one bucket.
   *
   * @param clients closed with this transport
   * @param requests makes the requests
   * @param root the URL of the bucket with a slash at its end
   * @param multipartThreshold from how many bytes on to put in parts
   * @param hints what to do about errors
   * @param text what the server says of them
   */
  S3Transport(
      S3Clients clients,
      S3Requests requests,
      String root,
      long multipartThreshold,
      S3Hints hints,
      ServerText text) {
    this.clients = clients;
    this.requests = requests;
    this.root = root;
    this.multipartThreshold = multipartThreshold;
    this.errors = new S3Errors(this, hints, text);
    this.operations = new Operations(this, errors);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    Operation<Fetched> operation = operations.onKey(Permission.GET, key);
    if (clients.sendAtOnce()) {
      admission.progressed();
    }
    return operation.finish(
        operation
            .send(
                () ->
                    clients
                        .sender()
                        .get(
                            this,
                            key,
                            options,
                            admission,
                            bytes -> admit(admission, bytes, operation)))
            .exceptionally(this::ifMissing));
  }

  /** A refusal is the result as it is. */
  private static CompletableFuture<Void> admit(
      Admission admission, long bytes, Operation<?> operation) {
    CompletableFuture<Void> admitted = admission.admit(bytes);
    return admitted.isDone() && !admitted.isCompletedExceptionally()
        ? admitted
        : admitted.whenComplete(
            (nothing, refusal) -> {
              if (refusal != null) {
                operation.fail(refusal);
              }
            });
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    Operation<Void> operation = operations.onKey(Permission.PUT, key);
    // The server checks a condition when it gets the whole in one request.
    boolean inParts =
        condition instanceof Condition.None
            && value.length > 0
            && value.length >= multipartThreshold
            && clients.canSplit();
    return operation.finish(
        operation.send(
            () ->
                inParts
                    ? clients.putInParts(key, value)
                    : clients.sender().put(this, key, value, condition)));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Operation<Void> operation = operations.onKeys(keys);
    Deletes deletes = new Deletes(this, clients.sender(), errors, operation);
    return operation.finish(
        keys.size() == 1 ? deletes.one(keys.iterator().next()) : deletes.all(keys));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    Operation<ListPage> operation = operations.onPrefix(request.prefix());
    return operation.finish(operation.send(() -> clients.sender().list(this, request)));
  }

  @Override
  public String url(String key) {
    return root + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
  }

  @Override
  public void close() {
    if (operations.close()) {
      clients.close();
    }
  }

  @Override
  public String toString() {
    return "s3://" + requests.bucket();
  }

  private Fetched ifMissing(Throwable error) {
    if (errors.isMissing(error)) {
      return Fetched.MISSING;
    }
    throw new CompletionException(error);
  }
}
