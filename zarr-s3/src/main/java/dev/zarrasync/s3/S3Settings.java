package dev.zarrasync.s3;

import dev.zarrasync.s3.S3Hints.Option;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** What a user said of the way to S3. The rest is found as the AWS SDK finds it. */
final class S3Settings {

  @Nullable String region;
  @Nullable URI endpoint;
  @Nullable Boolean pathStyle;
  @Nullable AwsCredentialsProvider credentials;
  @Nullable String profile;
  @Nullable Boolean dualStack;
  @Nullable Boolean fips;
  boolean accelerate;

  /**
   * @throws IllegalStateException if anything is set
   */
  void checkUnset() {
    if (region != null
        || endpoint != null
        || pathStyle != null
        || credentials != null
        || profile != null
        || dualStack != null
        || fips != null
        || accelerate) {
      throw new IllegalStateException(
          "The client brings its own region, endpoint, path style, credentials, profile and"
              + " connections: set them there");
    }
  }

  /**
   * @throws IllegalStateException if no region is found, or Amazon's endpoints are asked for
   *     together with another
   */
  S3Address address() {
    URI server = endpoint != null ? endpoint : foundEndpoint();
    boolean byIpv6 = dualStack != null ? dualStack : server == null && foundDualStack();
    boolean byFips = fips != null ? fips : server == null && foundFips();
    if (server != null && (byIpv6 || byFips || accelerate)) {
      throw new IllegalStateException(
          "dualStack, fips and accelerate choose an endpoint of Amazon's, but the endpoint is "
              + server);
    }
    boolean bucketInPath = pathStyle != null ? pathStyle : server != null;
    if (accelerate && bucketInPath) {
      throw new IllegalStateException("accelerate needs pathStyle(false)");
    }
    return new S3Address(region(server), server, bucketInPath, byIpv6, byFips, accelerate);
  }

  /**
   * Returns what the user chose, or else what the SDK finds, for clients that must not close it.
   */
  KnownSecrets credentials() {
    if (credentials != null) {
      return new KnownSecrets(credentials);
    }
    return new KnownSecrets(
        profile == null
            ? DefaultCredentialsProvider.builder().build()
            : ProfileCredentialsProvider.create(profile));
  }

  /** Returns what hints need not say to set. */
  Set<Option> set(S3Address address) {
    Set<Option> set = EnumSet.noneOf(Option.class);
    if (region != null) {
      set.add(Option.REGION);
    }
    if (address.endpoint() != null) {
      set.add(Option.ENDPOINT);
    }
    if (!address.pathStyle()) {
      set.add(Option.BUCKET_IN_HOST);
    }
    if (credentials instanceof AnonymousCredentialsProvider) {
      set.add(Option.ANONYMOUS);
    } else if (credentials != null || profile != null) {
      set.add(Option.CREDENTIALS);
    }
    return set;
  }

  private @Nullable URI foundEndpoint() {
    return AwsClientEndpointProvider.builder()
        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
        .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
        .serviceProfileProperty("s3")
        .profileFile(ProfileFile::defaultProfileFile)
        .profileName(profileName())
        .resolveFromOverrides()
        .orElse(null);
  }

  private boolean foundDualStack() {
    return DualstackEnabledProvider.builder()
        .profileFile(ProfileFile::defaultProfileFile)
        .profileName(profileName())
        .build()
        .isDualstackEnabled()
        .orElse(false);
  }

  private boolean foundFips() {
    return FipsEnabledProvider.builder()
        .profileFile(ProfileFile::defaultProfileFile)
        .profileName(profileName())
        .build()
        .isFipsEnabled()
        .orElse(false);
  }

  private String profileName() {
    return profile != null ? profile : ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
  }

  private Region region(@Nullable URI server) {
    if (region != null) {
      return Region.of(region);
    }
    try {
      Region found = regions(server).getRegion();
      if (found != null) {
        return found;
      }
    } catch (SdkClientException e) {
      if (server == null) {
        throw new IllegalStateException("No region: call region(name) or set AWS_REGION", e);
      }
    }
    // Signatures must name a region; storage without regions takes this one.
    return Region.US_EAST_1;
  }

  private AwsRegionProvider regions(@Nullable URI server) {
    Supplier<ProfileFile> files = ProfileFile::defaultProfileFile;
    AwsRegionProvider ofProfile = new AwsProfileRegionProvider(files, profileName());
    if (profile != null) {
      return new AwsRegionProviderChain(ofProfile, new SystemSettingsRegionProvider());
    }
    // Other storage has no instance metadata to ask, which would take seconds to fail.
    return server == null
        ? new DefaultAwsRegionProviderChain()
        : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), ofProfile);
  }
}
