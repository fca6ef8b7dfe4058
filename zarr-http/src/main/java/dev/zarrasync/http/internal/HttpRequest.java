package dev.zarrasync.http.internal;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param method such as {@code GET}
 * @param uri where it goes, with a host
 * @param headers what it says; {@code Host} and {@code Content-Length} where they are not of the
 *     URL and of the body
 * @param body what it brings, which is not changed, or null
 */
public record HttpRequest(String method, URI uri, List<Header> headers, @Nullable ByteBuffer body) {

  /**
   * Makes a request without a body.
   *
   * @param method such as {@code GET}
   * @param uri where it goes, with a host
   * @param headers what it says
   */
  public HttpRequest(String method, URI uri, List<Header> headers) {
    this(method, uri, headers, null);
  }

  /**
   * Says whether it has a header.
   *
   * @param name in any case
   * @return true if it has
   */
  public boolean has(String name) {
    return get(name) != null;
  }

  /**
   * Returns the first value of a header.
   *
   * @param name in any case
   * @return the value, or null if there is no such header
   */
  public @Nullable String get(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return method;
  }
}
