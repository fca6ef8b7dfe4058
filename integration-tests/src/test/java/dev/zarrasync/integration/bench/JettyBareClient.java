package dev.zarrasync.integration.bench;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.RoundRobinConnectionPool;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The client that our store is built on, configured as an expert would. */
final class JettyBareClient implements BareClient {

  private static final int BUFFER = 1 << 16;
  private static final int STREAMS = 128;

  private final URI root;
  private final HttpClient client;

  private JettyBareClient(URI root, HttpClientTransport transport, int connections, int requests) {
    this.root = root;
    transport.setConnectionPoolFactory(
        destination -> new RoundRobinConnectionPool(destination, connections, requests));
    this.client = new HttpClient(transport);
    client.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
    client.setResponseBufferSize(BUFFER);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setDaemon(true);
    client.setExecutor(threads);
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static JettyBareClient http1(URI root, int connections) {
    return new JettyBareClient(root, new HttpClientTransportOverHTTP(connector()), connections, 1);
  }

  static JettyBareClient http2(URI root, int connections) {
    HTTP2Client http2 = new HTTP2Client(connector());
    http2.setInputBufferSize(BUFFER);
    http2.setInitialStreamRecvWindow(16 << 20);
    http2.setInitialSessionRecvWindow(64 << 20);
    return new JettyBareClient(root, new HttpClientTransportOverHTTP2(http2), connections, STREAMS);
  }

  private static ClientConnector connector() {
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(new SslContextFactory.Client(true));
    return connector;
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    Body body = new Body();
    client.newRequest(URI.create(root + "/" + key)).send(body);
    return body.result;
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Body
      implements Response.HeadersListener, Response.ContentListener, Response.CompleteListener {

    final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private byte[] bytes = {};
    private int received;

    @Override
    public void onHeaders(Response response) {
      bytes = new byte[(int) response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH)];
    }

    @Override
    public void onContent(Response response, ByteBuffer part) {
      int length = part.remaining();
      part.get(bytes, received, length);
      received += length;
    }

    @Override
    public void onComplete(Result done) {
      if (done.isSucceeded() && done.getResponse().getStatus() == 200) {
        result.complete(bytes);
      } else {
        result.completeExceptionally(new IllegalStateException("no answer", done.getFailure()));
      }
    }
  }
}
