package dev.zarrasync.http;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.fetch.internal.StatusMeaning;
import dev.zarrasync.http.internal.ClientOptions;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.NoAnswer;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Turns each get into a request, or into few where there are redirects. Reads only. */
final class HttpTransport implements Transport {

  private final HttpAddress address;
  private final HttpRequests requests;
  private final MissingKeys missing;
  private final boolean verifies;
  private volatile @Nullable HttpListing listing;
  private volatile boolean answered;
  private volatile boolean listsFromCache;
  private volatile boolean closed;

  /**
   * Sends no request yet.
   *
   * @param address where the store is
   * @param listing where the store is listed, or null if the server's answers are to show whether
   *     it can
   * @param missing decides which keys are missing
   * @param verifies whether to verify what the server sends a digest of
   * @param options how to connect
   */
  HttpTransport(
      HttpAddress address,
      @Nullable HttpListing listing,
      MissingKeys missing,
      boolean verifies,
      ClientOptions options) {
    this.address = address;
    this.listing = listing;
    this.missing = missing;
    this.verifies = verifies;
    this.requests = new HttpRequests(address, options);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    StoreException invalid = StoreException.ifInvalid(this, key);
    return invalid != null
        ? CompletableFuture.failedFuture(invalid)
        : send(missing, key, options, admission, address.uri(key));
  }

  private CompletableFuture<Fetched> send(
      MissingKeys judge, String key, GetOptions options, Admission admission, URI uri) {
    return closed
        ? CompletableFuture.failedFuture(closed(key))
        : new HttpGet(this, judge, key, options, admission).start(uri);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    HttpListing known = listing;
    if (closed || (known == null && answered)) {
      return cannotList(request);
    }
    return known != null ? list(known, request) : listUnknown(request);
  }

  private CompletableFuture<ListPage> cannotList(ListRequest request) {
    return unsupported(request.prefix(), "list, unless the server speaks as S3 does");
  }

  /** Asks a server that has not answered yet: its answer shows whether it can list. */
  private CompletableFuture<ListPage> listUnknown(ListRequest request) {
    HttpListing supposed = HttpListing.supposed(address.root());
    CompletableFuture<ListPage> asked = list(supposed, request);
    CompletableFuture<ListPage> page =
        asked
            .thenApply(
                found -> {
                  listing = supposed;
                  return found;
                })
            .exceptionallyCompose(
                failure ->
                    listing == null && answered
                        ? cannotList(request)
                        : CompletableFuture.failedFuture(failure));
    page.whenComplete((value, failure) -> asked.cancel(false));
    return page;
  }

  private CompletableFuture<ListPage> list(HttpListing known, ListRequest request) {
    CompletableFuture<Fetched> answer =
        send(
            missing.notOnAccessDenied(),
            request.prefix(),
            GetOptions.ALL,
            Admission.OPEN,
            known.uri(request, address.query()));
    CompletableFuture<ListPage> page =
        answer
            .exceptionallyCompose(failure -> notListed(known, request, failure))
            .thenCompose(found -> page(known, request, found));
    page.whenComplete((value, failure) -> answer.cancel(false));
    return page;
  }

  private CompletableFuture<Fetched> notListed(
      HttpListing known, ListRequest request, Throwable failure) {
    if (StoreException.unwrap(failure) instanceof StoreException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return CompletableFuture.completedFuture(Fetched.MISSING);
      }
      if (e.kind() == Kind.ACCESS_DENIED) {
        String problem = "the server denies to list " + known.bucket();
        return CompletableFuture.failedFuture(
            problem(Kind.ACCESS_DENIED, request.prefix(), problem, e));
      }
    }
    return CompletableFuture.failedFuture(failure);
  }

  private CompletableFuture<ListPage> page(
      HttpListing known, ListRequest request, Fetched fetched) {
    if (!(fetched instanceof Fetched.Found found)) {
      return unsupported(request.prefix(), "list: the server has nothing at " + known.bucket());
    }
    try {
      return CompletableFuture.completedFuture(known.page(this, request, found.bytes()));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Looks at a head that came from a URL: a server that speaks as S3 does can be asked to list.
   * What a server in trouble sends shows nothing.
   */
  void heard(URI uri, Head head) {
    if (!address.isHome(uri)) {
      return;
    }
    if (isFromCache(head)) {
      HttpListing known = listing == null ? HttpListing.supposed(address.root()) : listing;
      listsFromCache |= known.isAt(uri);
    }
    if (listing == null && head.has("x-amz-request-id")) {
      listing = HttpListing.supposed(address.root());
    }
    if (!StatusMeaning.of(head.status()).kind().isTransient()) {
      answered = true;
    }
  }

  private static boolean isFromCache(Head head) {
    String age = head.get("Age");
    return age != null && age.matches("0*[1-9]\\d*");
  }

  /** A cache may give out a listing from before an object was there (RFC 9111, section 5.1). */
  @Override
  public boolean listsCompletely() {
    return listing != null && !listsFromCache;
  }

  @Override
  public boolean servesRanges() {
    return !requests.asksForWholes();
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return unsupported(key, "write");
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : unsupported(keys.iterator().next(), "delete");
  }

  private <T> CompletableFuture<T> unsupported(String key, String action) {
    return CompletableFuture.failedFuture(
        closed
            ? closed(key)
            : problem(Kind.UNSUPPORTED, key, "a store on HTTP cannot " + action, null));
  }

  StoreException problem(Kind kind, String key, String problem, @Nullable Throwable cause) {
    return new StoreException(kind, this, key, problem, cause);
  }

  /** Says why a request has no answer. */
  StoreException noAnswer(String key, NoAnswer failure) {
    boolean isHelped = failure.scope() == Scope.TRUST && !requests.trustIsSet();
    String help = isHelped ? ": see HttpStoreBuilder.sslContext and trustStore" : "";
    return closed
        ? closed(key)
        : problem(failure.kind(), key, failure.problem() + help, failure.getCause());
  }

  private StoreException closed(String key) {
    return problem(Kind.CLOSED, key, "the store is closed", null);
  }

  @Override
  public String url(String key) {
    return address.url(key);
  }

  @Override
  public void close() {
    closed = true;
    requests.close();
  }

  boolean verifies() {
    return verifies;
  }

  HttpRequests requests() {
    return requests;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
