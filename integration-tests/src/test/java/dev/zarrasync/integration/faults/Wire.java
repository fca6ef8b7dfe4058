package dev.zarrasync.integration.faults;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.HttpConfiguration;

/** What a store speaks with a server. */
enum Wire {
  /** An {@link S3Store}, over HTTP/1.1. */
  S3,
  /** An {@link HttpStore}. */
  HTTP_1_1,
  /** An {@link HttpStore}. */
  HTTP_2;

  /** Answers a request. */
  @FunctionalInterface
  interface Handler {
    void answer(Question question, Line line) throws IOException;
  }

  /** What listens. */
  interface Server extends Closeable {
    URI url();
  }

  private record Listening(URI url, Closeable server) implements Server {
    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  Server start(Handler handler) throws Exception {
    if (this == HTTP_2) {
      WebServer server = WebServer.start(Speaks.H2C, http2(handler));
      return new Listening(server.url(), server::close);
    }
    FaultServer server =
        new FaultServer(
            exchange -> {
              Http1Line line = new Http1Line(exchange);
              handler.answer(line.question(), line);
            });
    return new Listening(server.endpoint(), server::close);
  }

  private static RawHTTP2ServerConnectionFactory http2(Handler handler) {
    ServerSessionListener sessions =
        new ServerSessionListener() {
          @Override
          public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
            try {
              handler.answer(Http2Line.question(frame), new Http2Line(stream));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
            return new Stream.Listener() {};
          }
        };
    var http2 = new RawHTTP2ServerConnectionFactory(new HttpConfiguration(), sessions, "h2c");
    // It would close a connection on which it resets many streams.
    http2.setRateControlFactory(new RateControl.Factory() {});
    return http2;
  }

  /** A store on the bucket of a server. */
  AsyncStore store(Access access) {
    if (this == S3) {
      return S3Store.builder()
          .bucket("bucket")
          .endpoint(access.server())
          .region("us-east-1")
          .credentials("the-access-key", "the-secret-key")
          .cacheBytes(access.cacheBytes())
          .maxBytesInFlight(Access.BYTES)
          .maxInFlight(Access.REQUESTS)
          .maxAttempts(access.attempts())
          .requestTimeout(access.timeout())
          .build();
    }
    URI bucket = URI.create(access.server() + Bucket.PATH);
    HttpStoreBuilder builder =
        HttpStore.builder()
            .base(bucket)
            .listing(bucket)
            .protocol(this == HTTP_2 ? HttpProtocol.HTTP_2 : HttpProtocol.HTTP_1_1)
            .cacheBytes(access.cacheBytes())
            .maxBytesInFlight(Access.BYTES)
            .maxInFlight(Access.REQUESTS)
            .maxAttempts(access.attempts())
            .requestTimeout(access.timeout());
    return (access.trusted() ? builder.trustStore(WebServer.trusted()) : builder).build();
  }
}
