package dev.zarrasync.integration.bench;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;

/** The CRT's HTTP/1.1 client. */
final class CrtBareClient implements BareClient {

  private final URI endpoint;
  private final HttpClientConnectionManager connections;

  CrtBareClient(URI endpoint, int maxConnections) {
    this.endpoint = endpoint;
    try (SocketOptions socket = new SocketOptions();
        // It trusts anyone: the certificate is of this run.
        TlsContextOptions options = TlsContextOptions.createDefaultClient().withVerifyPeer(false);
        TlsContext tls = new TlsContext(options)) {
      socket.connectTimeoutMs = 10_000;
      this.connections =
          HttpClientConnectionManager.create(
              new HttpClientConnectionManagerOptions()
                  .withClientBootstrap(ClientBootstrap.getOrCreateStaticDefault())
                  .withSocketOptions(socket)
                  .withTlsContext(endpoint.getScheme().equals("https") ? tls : null)
                  .withUri(endpoint)
                  .withPort(endpoint.getPort())
                  .withMaxConnections(maxConnections));
    }
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return connections.acquireConnection().thenCompose(connection -> send(key, connection));
  }

  private CompletableFuture<byte[]> send(String key, HttpClientConnection connection) {
    HttpRequest request =
        new HttpRequest(
            "GET",
            "/" + Bare.BUCKET + "/" + key,
            new HttpHeader[] {new HttpHeader("Host", endpoint.getAuthority())},
            null);
    Body body = new Body();
    connection.makeRequest(request, body).activate();
    return body.result.whenComplete((bytes, error) -> connections.releaseConnection(connection));
  }

  @Override
  public void close() {
    connections.close();
  }

  private static final class Body implements HttpStreamResponseHandler {

    final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private byte[] bytes = new byte[0];
    private int received;

    @Override
    public void onResponseHeaders(
        HttpStream stream, int status, int blockType, HttpHeader[] headers) {
      for (HttpHeader header : headers) {
        if (header.getName().equalsIgnoreCase("Content-Length")) {
          bytes = new byte[Integer.parseInt(header.getValue())];
        }
      }
    }

    @Override
    public int onResponseBody(HttpStream stream, byte[] part) {
      System.arraycopy(part, 0, bytes, received, part.length);
      received += part.length;
      return part.length;
    }

    @Override
    public void onResponseComplete(HttpStream stream, int errorCode) {
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
