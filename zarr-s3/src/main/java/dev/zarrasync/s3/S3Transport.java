package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns each operation into a request, or into few. */
final class S3Transport implements Transport {

  private final S3Clients clients;
  private final S3Requests requests;
  private final S3Errors errors;
  private final long multipartThreshold;
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
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    StoreException refusal = refusal(key);
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    if (clients.sendAtOnce()) {
      admission.progressed();
    }
    try {
      return clients.sender().get(errors, key, options, admission);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(errors.translate(Permission.GET, key, e));
    }
  }

  /** A bucket holds more than keys; what else a caller may name, the store around this one says. */
  private @Nullable StoreException refusal(String name) {
    String problem = Keys.flatProblem(name);
    return problem == null
        ? errors.ifClosed(name)
        : new StoreException(Kind.INVALID_KEY, this, name, "not a key: " + problem, null);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    StoreException refusal = refusal(key);
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    // The server checks a condition when it gets the whole in one request.
    boolean inParts =
        condition instanceof Condition.None
            && value.length > 0
            && value.length >= multipartThreshold
            && clients.canSplit();
    return errors.translated(Permission.PUT, key, new Put(this, key, value, condition, inParts));
  }

  /** A class, and no lambda, which takes longer to load. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Put(
      S3Transport transport, String key, byte[] value, Condition condition, boolean inParts)
      implements Supplier<CompletableFuture<Void>> {

    @Override
    public CompletableFuture<Void> get() {
      S3Clients clients = transport.clients;
      return inParts
          ? clients.putInParts(key, value)
          : clients.sender().put(transport, key, value, condition);
    }
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    for (String key : keys) {
      StoreException refusal = refusal(key);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
    }
    return new Deletes(clients.sender(), errors).start(keys);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return errors.translated(Permission.LIST, request.prefix(), new Listing(this, request));
  }

  /** A class, and no lambda, which takes longer to load. */
  private record Listing(S3Transport transport, ListRequest request)
      implements Supplier<CompletableFuture<ListPage>> {

    @Override
    public CompletableFuture<ListPage> get() {
      return transport.clients.sender().list(transport, request);
    }
  }

  @Override
  public String url(String key) {
    return root + PercentEncoding.ofPath(key);
  }

  @Override
  public void close() {
    errors.close();
    clients.close();
  }

  @Override
  public String toString() {
    return "s3://" + requests.bucket();
  }
}
