package dev.zarrasync.s3;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.http.internal.HttpClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
    Lazy<HttpClient> connections =
        new Lazy<>(() -> HttpClient.open(options.http()), HttpClient::close);
    // The client for parts knows neither dual-stack nor FIPS endpoints.
    boolean parts =
        options.connections().inParts() > 0
            && options.multipartThreshold() < Long.MAX_VALUE
            && !address.dualStack()
            && !address.fips();
    this.requests = requests;
    this.sendAtOnce = options.connections().suffice();
    this.http = connections;
    this.inParts = parts ? new Lazy<>(() -> new CrtS3Client(options), S3AsyncClient::close) : null;
    if (address.signsPlainly(requests.bucket())) {
      this.sdk = null;
      this.sender =
          new SignedSender(
              connections::get,
              URI.create(root),
              new Signer(address.region()),
              options.credentials(),
              requests);
    } else {
      Lazy<S3AsyncClient> client =
          new Lazy<>(
              () -> options.builder().httpClient(new SdkHttpClient(connections.get())).build(),
              S3AsyncClient::close);
      this.sdk = client;
      this.sender = new SdkSender(client::get, requests);
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

  private static final class Lazy<C> {
    private final Supplier<C> start;
    private final Consumer<C> end;

    // Guarded by this.
    private @Nullable C client;
    private boolean closed;

    Lazy(Supplier<C> start, Consumer<C> end) {
      this.start = start;
      this.end = end;
    }

    synchronized C get() {
      if (closed) {
        throw new IllegalStateException("The client is closed");
      }
      if (client == null) {
        client = start.get();
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
        end.accept(started);
      }
    }
  }
}
