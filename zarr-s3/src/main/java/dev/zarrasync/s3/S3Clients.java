package dev.zarrasync.s3;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.http.internal.ClientOptions;
import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.http.internal.HttpClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * The clients of one store: one sends a request for each object, the other puts large objects in
 * parts. Each starts with its first request.
 */
final class S3Clients implements AutoCloseable {

  private final S3Sender sender;
  private final @Nullable Lazy<S3AsyncClient> sdk;
  private final @Nullable Lazy<HttpClient> http;
  private final @Nullable Lazy<S3AsyncClient> inParts;
  private final S3Requests requests;
  private final boolean sendAtOnce;

  /** Clients of our own. */
  S3Clients(S3ClientOptions options, S3Requests requests, String root) {
    S3Address address = options.address();
    Connections connections = new Connections(options.http());
    // The client for parts knows neither dual-stack nor FIPS endpoints.
    boolean parts =
        options.connections().inParts() > 0
            && options.multipartThreshold() < Long.MAX_VALUE
            && !address.dualStack()
            && !address.fips();
    this.requests = requests;
    this.sendAtOnce = options.connections().suffice();
    this.http = connections;
    this.inParts = parts ? new InParts(options) : null;
    if (address.signsPlainly(requests.bucket())) {
      this.sdk = null;
      this.sender =
          new SignedSender(
              connections,
              URI.create(root),
              new Signer(address.region()),
              options.credentials(),
              requests);
    } else {
      this.sdk = new OfSdk(options, connections);
      this.sender = new SdkSender(sdk, requests);
    }
  }

  /** The user's client, for all objects. It is not closed. */
  S3Clients(S3AsyncClient shared, S3Requests requests) {
    this.requests = requests;
    this.sendAtOnce = false;
    this.http = null;
    this.sdk = null;
    this.inParts = null;
    this.sender = new SdkSender(() -> shared, requests);
  }

  /** Sends a request for each object. */
  S3Sender sender() {
    return sender;
  }

  /** Writes a large object in parts. Not for empty objects, which have none. */
  CompletableFuture<Void> putInParts(String key, byte[] value) {
    AsyncRequestBody body = AsyncRequestBody.fromBytesUnsafe(value);
    return S3Sender.map(
        requireNonNull(inParts).get().putObject(requests.putInParts(key), body), answer -> null);
  }

  /** Whether a request goes out when it is sent, and does not wait for a connection. */
  boolean sendAtOnce() {
    return sendAtOnce;
  }

  boolean canSplit() {
    return inParts != null && CrtRuntime.loads();
  }

  @Override
  public void close() {
    if (sdk != null) {
      sdk.close();
    }
    if (inParts != null) {
      inParts.close();
    }
    if (http != null) {
      http.close();
    }
  }

  /** A client that starts when it is first asked for. */
  private abstract static class Lazy<C> implements Supplier<C> {

    // Guarded by this.
    private @Nullable C client;
    private boolean closed;

    abstract C start();

    abstract void end(C started);

    @Override
    public synchronized C get() {
      if (closed) {
        throw new IllegalStateException("The client is closed");
      }
      if (client == null) {
        client = start();
      }
      return client;
    }

    void close() {
      C started;
      synchronized (this) {
        closed = true;
        started = client;
      }
      if (started != null) {
        end(started);
      }
    }
  }

  /** Our own client. What it needs is loaded beside what comes before its first request. */
  private static final class Connections extends Lazy<HttpClient> {
    private final ClientOptions options;

    Connections(ClientOptions options) {
      this.options = options;
      HttpClient.prepare(options);
    }

    @Override
    HttpClient start() {
      return HttpClient.open(options);
    }

    @Override
    void end(HttpClient started) {
      started.close();
    }
  }

  /** A client of the SDK. */
  private abstract static class Sdk extends Lazy<S3AsyncClient> {
    final S3ClientOptions options;

    Sdk(S3ClientOptions options) {
      this.options = options;
    }

    @Override
    void end(S3AsyncClient started) {
      started.close();
    }
  }

  private static final class InParts extends Sdk {

    InParts(S3ClientOptions options) {
      super(options);
    }

    @Override
    S3AsyncClient start() {
      return CrtS3Client.start(options);
    }
  }

  private static final class OfSdk extends Sdk {
    private final Connections connections;

    OfSdk(S3ClientOptions options, Connections connections) {
      super(options);
      this.connections = connections;
    }

    @Override
    S3AsyncClient start() {
      return options.builder().httpClient(new SdkHttpClient(connections.get())).build();
    }
  }
}
