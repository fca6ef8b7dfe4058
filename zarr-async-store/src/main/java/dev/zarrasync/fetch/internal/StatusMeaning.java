package dev.zarrasync.fetch.internal;

import dev.zarrasync.store.StoreException.Kind;

/**
 * What an HTTP status of an error means to a caller (RFC 9110, section 15; RFC 4918, 5842, 6585,
 * 7725 and 8470 for those it does not have). What no waiting mends is not transient. For transports
 * over HTTP.
 *
 * @param kind what went wrong
 * @param problem the same as a sentence without its full stop
 */
public record StatusMeaning(Kind kind, String problem) {

  /**
   * Tells what a status means.
   *
   * @param status of an answer that is not a success
   * @return the meaning
   */
  public static StatusMeaning of(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> new StatusMeaning(Kind.REDIRECTED, "the data is elsewhere");
      case 304 -> new StatusMeaning(Kind.NOT_MODIFIED, "the object has not changed");
      case 401 -> new StatusMeaning(Kind.ACCESS_DENIED, "the server wants other credentials");
      case 402 -> new StatusMeaning(Kind.ACCESS_DENIED, "the server wants to be paid");
      case 403 -> new StatusMeaning(Kind.ACCESS_DENIED, "the server denies access");
      case 404, 410 -> new StatusMeaning(Kind.NOT_FOUND, "the server finds nothing there");
      case 405, 501 ->
          new StatusMeaning(Kind.UNSUPPORTED, "the server cannot do this: status " + status);
      case 407 -> new StatusMeaning(Kind.ACCESS_DENIED, "the proxy wants other credentials");
      case 408 -> new StatusMeaning(Kind.TIMEOUT, "the server waited too long for the request");
      case 409 -> new StatusMeaning(Kind.OTHER, "the request conflicts with what the server has");
      case 412 ->
          new StatusMeaning(Kind.PRECONDITION_FAILED, "a condition of the request does not hold");
      case 416 ->
          new StatusMeaning(Kind.UNSATISFIABLE_RANGE, "the object has no byte in the range");
      case 425 -> new StatusMeaning(Kind.UNAVAILABLE, "the server wants the request later");
      case 429, 529 -> new StatusMeaning(Kind.THROTTLED, "the server asks to slow down");
      case 451 -> new StatusMeaning(Kind.ACCESS_DENIED, "the law denies access");
      case 507 -> new StatusMeaning(Kind.OTHER, "the server has no room left");
      case 505, 506, 508, 510 ->
          new StatusMeaning(Kind.OTHER, "the server is not set up for this: status " + status);
      case 511 -> new StatusMeaning(Kind.ACCESS_DENIED, "the network wants a login");
      default ->
          status >= 500
              ? new StatusMeaning(Kind.UNAVAILABLE, "the server failed: status " + status)
              : new StatusMeaning(Kind.OTHER, "the server refuses the request: status " + status);
    };
  }
}
