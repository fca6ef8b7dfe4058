package dev.zarrasync.http;

import dev.zarrasync.testing.WebServer;
import java.time.Duration;

/** Stores on an embedded web server. */
final class OnWebServer {

  private OnWebServer() {}

  /** A store on what is under a path. */
  static HttpStoreBuilder store(WebServer server, String path) {
    HttpStoreBuilder builder = HttpStore.builder().base(server.url(path));
    return switch (server.speaks()) {
      // On a busy machine, too, no handshake is looked at: it would count as a connection.
      case TLS -> builder.trustStore(WebServer.trusted()).connectTimeout(Duration.ofMinutes(2));
      case H2C -> builder.protocol(HttpProtocol.HTTP_2);
      case HTTP_1_1 -> builder;
    };
  }
}
