package dev.zarrasync.http.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Follows the redirects of one get (RFC 9110, section 10.2.2): few, and never from TLS to none. */
final class Redirects {

  private static final int MOST = 5;

  private final AsyncStore store;
  private final String key;
  private int followed;

  Redirects(AsyncStore store, String key) {
    this.store = store;
    this.key = key;
  }

  /**
   * Follows one.
   *
   * @param location where it leads, if it says so
   * @throws StoreException if it is not to be followed
   */
  URI follow(URI from, @Nullable String location) throws StoreException {
    URI to = location == null ? null : resolve(from, location);
    if (to == null) {
      throw problem("the server redirects, and does not say whereto");
    }
    if (isSecure(from) && !isSecure(to)) {
      throw problem("the server redirects to " + to.getHost() + " without TLS");
    }
    if (followed++ == MOST) {
      throw problem("there are more than " + MOST + " redirects");
    }
    return to;
  }

  private static @Nullable URI resolve(URI from, String location) {
    try {
      URI to = from.resolve(location);
      boolean isHttp = "http".equalsIgnoreCase(to.getScheme()) || isSecure(to);
      return isHttp && to.getHost() != null ? to : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private StoreException problem(String problem) {
    return new StoreException(Kind.REDIRECTED, store, key, problem, null);
  }
}
