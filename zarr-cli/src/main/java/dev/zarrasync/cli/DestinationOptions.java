package dev.zarrasync.cli;

import java.net.URI;
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
  StoreSettings settings(StoreSettings source) {
    boolean same = endpoint == null && region == null && profile == null;
    return new StoreSettings(
        same ? source.server() : new StoreSettings.Server(endpoint, region, profile, null),
        false,
        source.requesterPays(),
        source.missing(),
        source.http2(),
        source.maxInFlight(),
        source.hedging());
  }
}
