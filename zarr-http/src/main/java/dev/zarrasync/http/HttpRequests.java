package dev.zarrasync.http;

import dev.zarrasync.fetch.ContentRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.GetOptions;
import java.net.URI;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;

/** Makes the client's requests. */
final class HttpRequests implements AutoCloseable {

  private final HttpAddress address;
  private final HttpProtocol protocol;
  private final JettyClient client;
  private final LargeBodies large = new LargeBodies();
  private final boolean trustIsSet;
  private volatile boolean asksForWholes;

  /**
   * @param options of a client, which starts with the first request
   */
  HttpRequests(HttpAddress address, HttpClientOptions options) {
    this.address = address;
    this.protocol = options.protocol();
    this.client = new JettyClient(options);
    this.trustIsSet = options.tls() != null;
  }

  /** Says whether a request is to go over HTTP/1.1 though the server speaks HTTP/2. */
  boolean isForHttp1(URI uri, String key, GetOptions options) {
    return protocol == HttpProtocol.AUTO
        && address.isHome(uri)
        && HttpAddress.isSecure(uri)
        && large.goOverHttp1(key, options);
  }

  /**
   * Makes a request. What is only for the store's own server is left out for others.
   *
   * @param http1 whether it goes over HTTP/1.1 though the server speaks HTTP/2
   * @throws IllegalStateException if the client is closed
   */
  Request get(URI uri, GetOptions options, boolean http1) {
    Request request = client.get().newRequest(uri);
    if (http1 || (protocol == HttpProtocol.AUTO && !HttpAddress.isSecure(uri))) {
      request.version(HttpVersion.HTTP_1_1);
    }
    return request.headers(
        fields -> {
          if (address.isHome(uri)) {
            address.headers().forEach(fields::put);
          }
          fields.put(HttpHeader.ACCEPT_ENCODING, "identity");
          ask(fields, options);
        });
  }

  /** What is known of large bodies. */
  LargeBodies large() {
    return large;
  }

  boolean trustIsSet() {
    return trustIsSet;
  }

  /** Leaves ranges out from now on: the server sends all of the object anyway. */
  void askForWholes() {
    asksForWholes = true;
  }

  boolean asksForWholes() {
    return asksForWholes;
  }

  private void ask(HttpFields.Mutable fields, GetOptions options) {
    String range = ContentRange.request(options.range());
    if (range != null && !asksForWholes) {
      fields.put(HttpHeader.RANGE, range);
    }
    Condition condition = options.condition();
    if (condition instanceof Condition.Changed changed) {
      fields.put(HttpHeader.IF_NONE_MATCH, changed.etag());
    } else if (condition instanceof Condition.Unchanged unchanged && !isWeak(unchanged.etag())) {
      fields.put(HttpHeader.IF_MATCH, unchanged.etag());
    }
  }

  /** A weak entity tag never matches there (RFC 9110, section 13.1.1). */
  private static boolean isWeak(String etag) {
    return etag.startsWith("W/");
  }

  @Override
  public void close() {
    client.close();
  }
}
