package dev.zarrasync.cli;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands: how to open a store, and how much to say of a failure. */
final class StoreOptions {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "S3: the server, for storage that is not Amazon's.")
  private @Nullable URI endpoint;

  @Option(names = "--region", paramLabel = "NAME", description = "S3: the region.")
  private @Nullable String region;

  @Option(names = "--profile", paramLabel = "NAME", description = "S3: the AWS profile.")
  private @Nullable String profile;

  @Option(names = "--anonymous", description = "S3: no credentials, for public data.")
  private boolean anonymous;

  @Option(
      names = "--requester-pays",
      description = "S3: agree to pay for requests, where the bucket wants that.")
  private boolean requesterPays;

  @Option(
      names = "--missing-on-access-denied",
      description = {
        "S3 and web servers: take what is denied for missing: who may not list",
        "is denied keys that are missing."
      })
  private boolean missingOnAccessDenied;

  @Option(
      names = "--missing-on-any-not-found",
      description = {
        "Web servers: take each 404 for a missing key, also one that comes from",
        "something else than the server that has the data."
      })
  private boolean missingOnAnyNotFound;

  @Option(
      names = "--path-style",
      negatable = true,
      description = "S3: the bucket in the path of URLs; default with --endpoint.")
  private @Nullable Boolean pathStyle;

  @Option(names = "--http2", description = "Web servers: HTTP/2 only, also without TLS.")
  private boolean http2;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "How many requests at once, on S3 and web servers.")
  private @Nullable Integer maxInFlight;

  @Option(
      names = "--hedging",
      description = "S3 and web servers: send small gets that are slow a second time.")
  private boolean hedging;

  @Option(names = "--verbose", description = "Log, and show the stack of a failure.")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }

  /** The settings as {@link Stores} takes them. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    put("endpoint", endpoint, settings);
    put("region", region, settings);
    put("profile", profile, settings);
    put("pathStyle", pathStyle, settings);
    put("maxInFlight", maxInFlight, settings);
    put("anonymous", anonymous, settings);
    put("requesterPays", requesterPays, settings);
    put("missingOnAccessDenied", missingOnAccessDenied, settings);
    put("missingOnAnyNotFound", missingOnAnyNotFound, settings);
    put("hedging", hedging, settings);
    put("protocol", http2 ? "HTTP_2" : null, settings);
    return settings;
  }

  static void put(String name, @Nullable Object value, Map<String, String> settings) {
    if (value != null) {
      settings.put(name, value.toString());
    }
  }

  AsyncStore open(String location) {
    return open(location, settings());
  }

  /**
   * Opens a store, with those settings that it has. No command reads an object twice, so none has a
   * cache. What a URL or an option cannot be is wrong usage.
   */
  AsyncStore open(String location, Map<String, String> settings) {
    try {
      URI url = Stores.url(location);
      if ("file".equals(url.getScheme())) {
        return FileStore.at(Path.of(url)); // No setting is for it, and no provider need be sought.
      }
      Map<String, String> its = new TreeMap<>(settings);
      its.put("cacheBytes", "0");
      its.keySet().retainAll(Stores.options(url));
      return Stores.open(url, its);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
