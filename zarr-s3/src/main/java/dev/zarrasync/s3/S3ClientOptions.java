package dev.zarrasync.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * What a client of our own connects to, and how.
 *
 * @param regionName the region, or null to find it
 * @param endpoint the server, or null for Amazon's
 * @param pathStyle whether URLs have the bucket in their path
 * @param credentials the credentials, or null for the SDK's chain
 * @param maxConnections how many connections at most
 * @param requestTimeout how long a request may wait for a connection
 * @param connectTimeout how long the connection, and after it the TLS handshake, may take
 */
record S3ClientOptions(
    @Nullable String regionName,
    @Nullable URI endpoint,
    boolean pathStyle,
    @Nullable AwsCredentialsProvider credentials,
    int maxConnections,
    Duration requestTimeout,
    Duration connectTimeout) {

  Region region() {
    if (regionName != null) {
      return Region.of(regionName);
    }
    // Other storage has no instance metadata to ask, which would take seconds to fail.
    AwsRegionProvider chain =
        endpoint == null
            ? new DefaultAwsRegionProviderChain()
            : new AwsRegionProviderChain(
                new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
    try {
      Region found = chain.getRegion();
      if (found != null) {
        return found;
      }
    } catch (SdkClientException e) {
      if (endpoint == null) {
        throw new IllegalStateException("No region: call region(name) or set AWS_REGION", e);
      }
    }
    // Signatures must name a region; storage without regions takes this one.
    return Region.US_EAST_1;
  }
}
