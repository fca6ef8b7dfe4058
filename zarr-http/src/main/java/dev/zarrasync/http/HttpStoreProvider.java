package dev.zarrasync.http;

import dev.zarrasync.remote.BuilderOptions;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreProvider;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Opens stores on web servers by {@code https:} and {@code http:} URLs. A query in the URL is sent
 * with each request, so options are given as a map alone. They are the methods of {@link
 * HttpStoreBuilder} that take one value.
 */
public final class HttpStoreProvider implements StoreProvider {

  private static final BuilderOptions<HttpStoreBuilder> OPTIONS =
      BuilderOptions.<HttpStoreBuilder>common()
          .text("query", HttpStoreBuilder::query)
          .text("bearerToken", HttpStoreBuilder::bearerToken)
          .url("listing", HttpStoreBuilder::listing)
          .choice("protocol", HttpProtocol.class, HttpStoreBuilder::protocol)
          .number("maxConnections", HttpStoreBuilder::maxConnections)
          .flag("checksums", HttpStoreBuilder::checksums)
          .flag("missingOnAccessDenied", HttpStoreBuilder::missingOnAccessDenied)
          .flag("missingOnAnyNotFound", HttpStoreBuilder::missingOnAnyNotFound);

  /** Made by {@link java.util.ServiceLoader}. */
  public HttpStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("https", "http");
  }

  @Override
  public Set<String> options() {
    return OPTIONS.names();
  }

  @Override
  public AsyncStore open(URI url, Map<String, String> options) {
    HttpStoreBuilder builder = HttpStore.builder().base(url);
    OPTIONS.apply(options, builder);
    return builder.build();
  }
}
