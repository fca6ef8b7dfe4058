package dev.zarrasync.http.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer.
 *
 * @param status of three digits
 * @param http2 whether it came over HTTP/2, which says where each body ends
 * @param headers in the order in which they came
 */
public record Head(int status, boolean http2, List<Header> headers) {

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

  /**
   * Says whether there is a header.
   *
   * @param name in any case
   * @return true if there is
   */
  public boolean has(String name) {
    return get(name) != null;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return Integer.toString(status);
  }
}
