package dev.zarrasync.cli;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to open the destination of a copy, where that differs from the source. */
final class DestinationOptions {

  @Option(names = "--to-endpoint", paramLabel = "URL", description = "S3: the server of DST.")
  private @Nullable URI endpoint;

  @Option(names = "--to-region", paramLabel = "NAME", description = "S3: the region of DST.")
  private @Nullable String region;

  @Option(names = "--to-profile", paramLabel = "NAME", description = "S3: the profile for DST.")
  private @Nullable String profile;

  /** Nobody writes without credentials. Without an option of its own, DST has those of SRC. */
  Map<String, String> settings(Map<String, String> source) {
    Map<String, String> settings = new TreeMap<>(source);
    settings.remove("anonymous");
    if (endpoint != null || region != null || profile != null) {
      settings.keySet().removeAll(Set.of("endpoint", "region", "profile", "pathStyle"));
      StoreOptions.put("endpoint", endpoint, settings);
      StoreOptions.put("region", region, settings);
      StoreOptions.put("profile", profile, settings);
    }
    return settings;
  }
}
