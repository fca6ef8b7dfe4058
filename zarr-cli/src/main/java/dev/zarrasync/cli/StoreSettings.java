package dev.zarrasync.cli;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.store.AsyncStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to open a store.
 *
 * @param server which S3 server
 * @param anonymous whether to send S3 requests without credentials
 * @param requesterPays whether to agree to pay for S3 requests
 * @param missing what stands for a missing key
 * @param http2 whether to speak HTTP/2 only
 * @param maxInFlight how many requests may be in flight, or null for the default
 * @param hedging whether to send small gets that are slow a second time
 */
record StoreSettings(
    Server server,
    boolean anonymous,
    boolean requesterPays,
    Missing missing,
    boolean http2,
    @Nullable Integer maxInFlight,
    boolean hedging) {

  /**
   * What stands for a missing key beside what says so.
   *
   * @param onAccessDenied whether a denied get does
   * @param onAnyNotFound whether the status 404 of a web server does, whatever it comes from
   */
  record Missing(boolean onAccessDenied, boolean onAnyNotFound) {}

  /**
   * An S3 server, and how to reach it.
   *
   * @param endpoint the server, or null for what the AWS SDK finds
   * @param region the region, or null for what the AWS SDK finds
   * @param profile the AWS profile, or null for what the AWS SDK finds
   * @param pathStyle whether URLs have the bucket in the path, or null for the default
   */
  record Server(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String profile,
      @Nullable Boolean pathStyle) {

    private void addTo(S3StoreBuilder builder) {
      if (endpoint != null) {
        builder.endpoint(endpoint);
      }
      if (region != null) {
        builder.region(region);
      }
      if (profile != null) {
        builder.profile(profile);
      }
      if (pathStyle != null) {
        builder.pathStyle(pathStyle);
      }
    }
  }

  /**
   * Opens a store. No command reads an object twice, so none has a cache.
   *
   * @throws IllegalArgumentException if the URL is not one of a store
   * @throws IllegalStateException if something is missing, such as the region
   */
  AsyncStore open(String url) {
    if (url.startsWith("s3://")) {
      return s3(url);
    }
    if (url.startsWith("https://") || url.startsWith("http://")) {
      return http(uri(url));
    }
    if (url.startsWith("file:")) {
      return FileStore.at(Path.of(URI.create(url)));
    }
    if (url.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
      throw new IllegalArgumentException(
          "'" + url + "' is not a URL of a store: s3://, https://, http:// and file: are");
    }
    return FileStore.at(Path.of(url));
  }

  /** Unlike {@link URI#create}, does not quote the URL, which may hold a secret. */
  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "The URL is not valid at index " + e.getIndex() + ": " + e.getReason(), e);
    }
  }

  private AsyncStore s3(String url) {
    S3StoreBuilder builder =
        S3Store.builder()
            .uri(url)
            .cacheBytes(0)
            .hedging(hedging)
            .requesterPays(requesterPays)
            .missingOnAccessDenied(missing.onAccessDenied());
    server.addTo(builder);
    if (anonymous) {
      builder.anonymous();
    }
    if (maxInFlight != null) {
      builder.maxInFlight(maxInFlight);
    }
    return builder.build();
  }

  private AsyncStore http(URI url) {
    HttpStoreBuilder builder =
        HttpStore.builder()
            .base(url)
            .cacheBytes(0)
            .hedging(hedging)
            .missingOnAccessDenied(missing.onAccessDenied())
            .missingOnAnyNotFound(missing.onAnyNotFound());
    if (http2) {
      builder.protocol(HttpProtocol.HTTP_2);
    }
    if (maxInFlight != null) {
      builder.maxInFlight(maxInFlight);
    }
    return builder.build();
  }
}
