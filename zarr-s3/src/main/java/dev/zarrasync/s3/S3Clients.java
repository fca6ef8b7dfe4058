package dev.zarrasync.s3;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * The clients of one store: one sends a request for each object, the other reads and writes large
 * objects in parts. Each starts with its first request.
 */
final class S3Clients implements AutoCloseable {

  private final Lazy whole;
  private final @Nullable Lazy inParts;

  private S3Clients(Lazy whole, @Nullable Lazy inParts) {
    this.whole = whole;
    this.inParts = inParts;
  }

  /** Clients of our own. */
  static S3Clients of(S3ClientOptions options) {
    S3Address address = options.address();
    // The client for parts knows neither dual-stack nor FIPS endpoints.
    boolean parts =
        options.connections().inParts() > 0
            && options.multipartThreshold() < Long.MAX_VALUE
            && !address.dualStack()
            && !address.fips();
    return new S3Clients(
        new Lazy(
            () -> CrtRuntime.loads() ? CrtS3Client.whole(options) : NettyS3Client.open(options)),
        parts ? new Lazy(() -> CrtS3Client.inParts(options)) : null);
  }

  /** The user's client, for all objects. It is not closed. */
  static S3Clients of(S3AsyncClient shared) {
    return new S3Clients(new Lazy(() -> new SharedS3Client(shared)), null);
  }

  S3AsyncClient whole() {
    return whole.get();
  }

  boolean canSplit() {
    return inParts != null && CrtRuntime.loads();
  }

  S3AsyncClient inParts() {
    if (inParts == null) {
      throw new IllegalStateException("There is no client for parts");
    }
    return inParts.get();
  }

  @Override
  public void close() {
    whole.close();
    if (inParts != null) {
      inParts.close();
    }
  }

  private static final class Lazy {
    private final Supplier<S3AsyncClient> start;

    // Guarded by this.
    private @Nullable S3AsyncClient client;
    private boolean closed;

    Lazy(Supplier<S3AsyncClient> start) {
      this.start = start;
    }

    synchronized S3AsyncClient get() {
      if (closed) {
        throw new IllegalStateException("The client is closed");
      }
      if (client == null) {
        client = start.get();
      }
      return client;
    }

    void close() {
      S3AsyncClient started;
      synchronized (this) {
        closed = true;
        started = client;
      }
      if (started != null) {
        started.close();
      }
    }
  }
}
