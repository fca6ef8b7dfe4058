package dev.zarrasync.http;

/** Which version of HTTP a store speaks. */
public enum HttpProtocol {
  /**
   * With TLS, HTTP/2 if the server offers it (by ALPN, RFC 7301) and otherwise HTTP/1.1; without
   * TLS, HTTP/1.1.
   */
  AUTO,
  /** HTTP/1.1 only. */
  HTTP_1_1,
  /** HTTP/2 only. Without TLS, the server must be known to speak it (RFC 9113, section 3.3). */
  HTTP_2
}
