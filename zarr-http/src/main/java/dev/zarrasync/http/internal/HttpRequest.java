package dev.zarrasync.http.internal;

import java.net.URI;
import java.util.List;

/**
 * A request without a body.
 *
 * @param method such as {@code GET}
 * @param uri where it goes, with a host
 * @param headers what it says beside {@code Host}
 */
public record HttpRequest(String method, URI uri, List<Header> headers) {

  /**
   * Says whether it has a header.
   *
   * @param name in any case
   * @return true if it has
   */
  public boolean has(String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return method;
  }
}
