package dev.zarrasync.http;

import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.http.internal.ClientOptions;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.GetOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the requests of a store, and has the client that sends them. */
final class HttpRequests implements AutoCloseable {

  private static final Header USER_AGENT = new Header("User-Agent", "zarr-async");
  private static final Header AS_IT_IS = new Header("Accept-Encoding", "identity");

  private final HttpAddress address;
  private final ClientOptions options;
  private volatile boolean asksForWholes;

  // Guarded by this.
  private @Nullable HttpClient client;
  private boolean closed;

  /**
   * @param options of a client, which starts with the first request
   */
  HttpRequests(HttpAddress address, ClientOptions options) {
    this.address = address;
    this.options = options;
    HttpClient.prepare(options);
  }

  /**
   * Opens the client if it is not open.
   *
   * @throws IllegalStateException if it is closed
   */
  synchronized HttpClient client() {
    if (closed) {
      throw new IllegalStateException("The client is closed");
    }
    HttpClient open = client == null ? HttpClient.open(options) : client;
    client = open;
    return open;
  }

  /** Makes a request. What is only for the store's own server is left out for others. */
  HttpRequest get(URI uri, GetOptions get) {
    List<Header> fields = new ArrayList<>();
    if (address.isHome(uri)) {
      fields.addAll(address.headers());
    }
    if (!hasUserAgent(fields)) {
      fields.add(USER_AGENT);
    }
    fields.add(AS_IT_IS);
    String range = ContentRange.request(get.range());
    if (range != null && !asksForWholes) {
      fields.add(new Header("Range", range));
    }
    Condition condition = get.condition();
    if (condition instanceof Condition.Changed changed) {
      fields.add(new Header("If-None-Match", changed.etag()));
    } else if (condition instanceof Condition.Unchanged unchanged && !isWeak(unchanged.etag())) {
      fields.add(new Header("If-Match", unchanged.etag()));
    }
    return new HttpRequest("GET", uri, fields);
  }

  private static boolean hasUserAgent(List<Header> fields) {
    for (Header field : fields) {
      if (field.name().equalsIgnoreCase(USER_AGENT.name())) {
        return true;
      }
    }
    return false;
  }

  /** A weak entity tag never matches there (RFC 9110, section 13.1.1). */
  private static boolean isWeak(String etag) {
    return etag.startsWith("W/");
  }

  boolean trustIsSet() {
    return options.trustIsSet();
  }

  /** Leaves ranges out from now on: the server sends all of the object anyway. */
  void askForWholes() {
    asksForWholes = true;
  }

  boolean asksForWholes() {
    return asksForWholes;
  }

  @Override
  public void close() {
    HttpClient open;
    synchronized (this) {
      closed = true;
      open = client;
      client = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
