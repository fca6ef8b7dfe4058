package dev.zarrasync.http;

import dev.zarrasync.http.internal.Header;
import dev.zarrasync.store.Keys;
import java.net.URI;
import java.util.List;

/**
 * Where the store is, and what is sent to its host and to no other.
 *
 * @param root the URL of the store, without a slash at its end, user info, query or fragment
 * @param query what each URL ends in, without its question mark, or {@code ""}
 * @param headers what each request has
 */
record HttpAddress(URI root, String query, List<Header> headers) {

  /** The URL of a key, as anyone may see it. */
  String url(String key) {
    return root + "/" + Keys.toUrlPath(key);
  }

  /** Where to send a request for a key. */
  URI uri(String key) {
    return URI.create(query.isEmpty() ? url(key) : url(key) + "?" + query);
  }

  /** Says whether a URL is of the store's own server, or of the same one behind TLS. */
  boolean isHome(URI uri) {
    boolean sameHost = root.getHost().equalsIgnoreCase(uri.getHost());
    boolean samePort = port(root) == port(uri);
    boolean upgraded = port(root) == 80 && port(uri) == 443;
    return sameHost && !isDowngrade(root, uri) && (samePort || upgraded);
  }

  static boolean isDowngrade(URI from, URI to) {
    return isSecure(from) && !isSecure(to);
  }

  static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  /** Without what must stay secret. */
  @Override
  public String toString() {
    return root.toString();
  }
}
