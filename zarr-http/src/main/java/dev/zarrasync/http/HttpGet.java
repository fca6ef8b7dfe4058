package dev.zarrasync.http;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Reads one object: a request, one more for each redirect, and one where a connection ends. */
final class HttpGet {

  private static final int MOST_REDIRECTS = 5;

  /** Servers close connections after a number of requests: now and then, not each time. */
  private static final int MOST_UNANSWERED = 16;

  /** A request waits for 2 to 16 ms before it is sent again, as a power of two. */
  private static final int MOST_WAITING = 4;

  private record Room(long bytes, CompletableFuture<Void> admitted) {}

  private final HttpTransport store;
  private final MissingKeys missing;
  private final String key;
  private final GetOptions options;
  private final Admission admission;
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();

  private volatile @Nullable Request underWay;
  // One answer comes after the other.
  private int redirects;
  private int unanswered;
  private boolean overHttp1;
  private @Nullable Room room;

  HttpGet(
      HttpTransport store,
      MissingKeys missing,
      String key,
      GetOptions options,
      Admission admission) {
    this.store = store;
    this.missing = missing;
    this.key = key;
    this.options = options;
    this.admission = admission;
  }

  HttpTransport store() {
    return store;
  }

  /** Decides whether the key is missing. */
  MissingKeys missing() {
    return missing;
  }

  String key() {
    return key;
  }

  GetOptions options() {
    return options;
  }

  /** A digest is of the whole object. */
  boolean isVerified() {
    return store.verifies() && options.range() instanceof ByteRange.All;
  }

  /** Says whether the last request was for a range, and not for the whole that it is cut from. */
  boolean askedForRange() {
    Request last = underWay;
    return last != null && last.getHeaders().contains(HttpHeader.RANGE);
  }

  /** Sends the request again without its range, and all to come. */
  void askForWhole(URI uri) {
    store.requests().askForWholes();
    send(uri);
  }

  /** Admission is asked once, also where there is a second answer. */
  CompletableFuture<Void> admit(long bytes) {
    Room asked = room;
    if (asked == null) {
      asked = new Room(bytes, admission.admit(bytes));
      room = asked;
    }
    return bytes <= asked.bytes
        ? asked.admitted
        : CompletableFuture.failedFuture(
            store.problem(
                Kind.BAD_RESPONSE, key, "the object has just grown: read it again", null));
  }

  /** Says where a body goes that was let in, and hears how it comes along. */
  Admission admission() {
    return admission;
  }

  /** Sends the request. Cancelling the result aborts it. */
  CompletableFuture<Fetched> start(URI uri) {
    result.whenComplete(
        (fetched, failure) -> {
          Request request = underWay;
          if (failure != null && request != null) {
            request.abort(failure);
          }
        });
    send(uri);
    return result;
  }

  private void send(URI uri) {
    try {
      overHttp1 = store.requests().isForHttp1(uri, key, options);
      Request request = store.requests().get(uri, options, overHttp1);
      underWay = request;
      if (!result.isDone()) { // Or else no one would abort it.
        Answer answer = new Answer(this, uri);
        // What waits for a connection does not wait for the server.
        request
            .onRequestCommit(sent -> admission.progressed())
            .onResponseContentSource(answer::begin)
            .send(answer::end);
      }
    } catch (RuntimeException e) {
      fail(store.notSent(key, e));
    }
  }

  void complete(Fetched fetched) {
    result.complete(fetched);
  }

  void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }

  boolean isDone() {
    return result.isDone();
  }

  /**
   * Sends the request again if the connection has ended and not the server failed: another
   * connection takes it. So does one over HTTP/2 if the server does not speak HTTP/1.1.
   *
   * @param failure why there is no whole answer, or null if the client does not say
   * @return false if it is to fail
   */
  boolean sendAgain(URI uri, @Nullable Throwable failure) {
    if (result.isDone()) {
      return true;
    }
    Request last = underWay;
    boolean isHttp2 = last != null && last.getVersion() == HttpVersion.HTTP_2;
    boolean isOfConnection = isHttp2 && (failure == null || Failure.isOfConnection(failure));
    boolean isRefused = overHttp1 && store.requests().large().isRefused();
    if (!(isOfConnection || isRefused) || unanswered++ == MOST_UNANSWERED) {
      return false;
    }
    // The client may take the connection for alive a moment longer.
    long millis = 1L << Math.min(unanswered, MOST_WAITING);
    Workers.after(Duration.ofMillis(millis)).execute(() -> send(uri));
    return true;
  }

  /** The data is elsewhere: RFC 9110, section 10.2.2. */
  void redirected(URI from, @Nullable String location) {
    URI to = location == null ? null : resolve(from, location);
    if (to == null) {
      fail(redirectedBadly("the server redirects, and does not say whereto"));
    } else if (HttpAddress.isDowngrade(from, to)) {
      fail(redirectedBadly("the server redirects to " + to.getHost() + " without TLS"));
    } else if (redirects++ == MOST_REDIRECTS) {
      fail(redirectedBadly("there are more than " + MOST_REDIRECTS + " redirects"));
    } else {
      send(to);
    }
  }

  private static @Nullable URI resolve(URI from, String location) {
    try {
      URI to = from.resolve(location);
      boolean isHttp = "http".equalsIgnoreCase(to.getScheme()) || HttpAddress.isSecure(to);
      return isHttp && to.getHost() != null ? to : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private StoreException redirectedBadly(String problem) {
    return store.problem(Kind.REDIRECTED, key, problem, null);
  }
}
