package dev.zarrasync.http.internal;

/**
 * A header field of a request or an answer.
 *
 * @param name in whatever case
 * @param value without white space around it
 */
public record Header(String name, String value) {

  /** Without the value, which may be secret. */
  @Override
  public String toString() {
    return name;
  }
}
