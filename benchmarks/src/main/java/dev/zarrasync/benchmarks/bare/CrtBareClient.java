package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.benchmarks.server.ServerProcess;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.Http2Request;
import software.amazon.awssdk.crt.http.Http2StreamManager;
import software.amazon.awssdk.crt.http.Http2StreamManagerOptions;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpStreamBase;
import software.amazon.awssdk.crt.http.HttpStreamBaseResponseHandler;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;

/** The CRT's HTTP client alone. It trusts anyone: the certificate is of this run. */
abstract class CrtBareClient implements BareClient {

  private static final SocketOptions SOCKET = new SocketOptions();

  static {
    SOCKET.connectTimeoutMs = 10_000;
  }

  private final URI endpoint;
  private final TlsContext tls;

  private CrtBareClient(URI endpoint, String protocol) {
    this.endpoint = endpoint;
    try (TlsContextOptions options =
        TlsContextOptions.createDefaultClient().withVerifyPeer(false).withAlpnList(protocol)) {
      this.tls = new TlsContext(options);
    }
  }

  /** Over HTTP/1.1. */
  static CrtBareClient http1(URI endpoint, int connections) {
    return new Http1(endpoint, connections);
  }

  /** Over HTTP/2: without TLS it is known that the server speaks it. */
  static CrtBareClient http2(URI endpoint, int atOnce) {
    return new Http2(endpoint, atOnce);
  }

  final boolean isSecure() {
    return endpoint.getScheme().equals("https");
  }

  final HttpClientConnectionManagerOptions options(int connections) {
    return new HttpClientConnectionManagerOptions()
        .withClientBootstrap(ClientBootstrap.getOrCreateStaticDefault())
        .withSocketOptions(SOCKET)
        .withTlsContext(isSecure() ? tls : null)
        .withUri(endpoint)
        .withPort(endpoint.getPort())
        .withMaxConnections(connections);
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return send("/" + ServerProcess.BUCKET + "/" + key, endpoint.getAuthority(), new Body());
  }

  abstract CompletableFuture<byte[]> send(String path, String host, Body body);

  @Override
  public void close() {
    tls.close();
  }

  private static final class Http1 extends CrtBareClient {

    private final HttpClientConnectionManager connections;

    Http1(URI endpoint, int most) {
      super(endpoint, "http/1.1");
      this.connections = HttpClientConnectionManager.create(options(most));
    }

    @Override
    CompletableFuture<byte[]> send(String path, String host, Body body) {
      HttpRequest request =
          new HttpRequest("GET", path, new HttpHeader[] {new HttpHeader("Host", host)}, null);
      return connections
          .acquireConnection()
          .thenCompose(
              connection -> {
                connection.makeRequest(request, body).activate();
                return body.result.whenComplete(
                    (bytes, error) -> connections.releaseConnection(connection));
              });
    }

    @Override
    public void close() {
      connections.close();
      super.close();
    }
  }

  private static final class Http2 extends CrtBareClient {

    private static final int STREAMS = 128;

    /** Above this, more connections have not been faster. */
    private static final int MOST_CONNECTIONS = 8;

    private final Http2StreamManager streams;

    Http2(URI endpoint, int atOnce) {
      super(endpoint, "h2");
      this.streams =
          Http2StreamManager.create(
              new Http2StreamManagerOptions()
                  .withPriorKnowledge(!isSecure())
                  .withIdealConcurrentStreamsPerConnection(STREAMS)
                  .withMaxConcurrentStreamsPerConnection(STREAMS)
                  .withConnectionManagerOptions(
                      options(Math.max(1, Math.min(MOST_CONNECTIONS, atOnce / STREAMS * 2)))));
    }

    @Override
    CompletableFuture<byte[]> send(String path, String host, Body body) {
      HttpHeader[] headers = {
        new HttpHeader(":method", "GET"),
        new HttpHeader(":scheme", isSecure() ? "https" : "http"),
        new HttpHeader(":authority", host),
        new HttpHeader(":path", path)
      };
      return streams
          .acquireStream(new Http2Request(headers, null), body)
          .thenCompose(stream -> body.result);
    }

    @Override
    public void close() {
      streams.close();
      super.close();
    }
  }

  private static final class Body implements HttpStreamBaseResponseHandler {

    final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private byte[] bytes = new byte[0];
    private int received;

    @Override
    public void onResponseHeaders(
        HttpStreamBase stream, int status, int blockType, HttpHeader[] headers) {
      for (HttpHeader header : headers) {
        if (header.getName().equalsIgnoreCase("Content-Length")) {
          bytes = new byte[Integer.parseInt(header.getValue())];
        }
      }
    }

    @Override
    public int onResponseBody(HttpStreamBase stream, byte[] part) {
      System.arraycopy(part, 0, bytes, received, part.length);
      received += part.length;
      return part.length;
    }

    @Override
    public void onResponseComplete(HttpStreamBase stream, int errorCode) {
      boolean ok = errorCode == CRT.AWS_CRT_SUCCESS && stream.getResponseStatusCode() == 200;
      stream.close();
      if (ok) {
        result.complete(bytes);
      } else {
        result.completeExceptionally(new IllegalStateException(CRT.awsErrorString(errorCode)));
      }
    }
  }
}
