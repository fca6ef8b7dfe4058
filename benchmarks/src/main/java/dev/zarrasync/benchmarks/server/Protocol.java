package dev.zarrasync.benchmarks.server;

/** How the arrays are reached. */
public enum Protocol {
  /** S3, on HTTP/1.1 without TLS. */
  S3(0),
  /** HTTP/1.1 without TLS, from the server that has S3. */
  HTTP_1_1(0),
  /** HTTP/2 without TLS. */
  HTTP_2(1),
  /** HTTP/2 with TLS, by ALPN. */
  TLS(2),
  /** Files of a directory, without a server. */
  FILE(-1);

  /** Where the server says which URL that is. */
  final int place;

  Protocol(int place) {
    this.place = place;
  }

  /**
   * Tells the servers apart.
   *
   * @return whether it is spoken by {@link ServerProcess#startWeb()}
   */
  public boolean isOfWebServer() {
    return place > 0;
  }
}
