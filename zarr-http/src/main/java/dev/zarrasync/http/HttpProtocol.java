package dev.zarrasync.http;

/** Which version of HTTP a store speaks. */
public enum HttpProtocol {
  /**
   * With TLS, HTTP/2 if the server offers it (by ALPN, RFC 7301) and otherwise HTTP/1.1; without
   * TLS, HTTP/1.1. Objects known to be of 1 MiB or more come over HTTP/1.1 in any case, which takes
   * less processor time. That is known from a listing, or from an object whose key differs in
   * digits only.
   */
  AUTO,
  /** HTTP/1.1 only. */
  HTTP_1_1,
  /** HTTP/2 for all. Without TLS, the server must be known to speak it (RFC 9113, section 3.3). */
  HTTP_2
}
