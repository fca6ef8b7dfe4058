package dev.zarrasync.s3;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * What the SDK finds in system properties, the environment and configuration files.
 *
 * @param profile the profile of the files, or null for the default
 */
record SdkSettings(@Nullable String profile) {

  @Nullable URI endpoint() {
    return found(
            () ->
                AwsClientEndpointProvider.builder()
                    .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
                    .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
                    .serviceProfileProperty("s3")
                    .profileFile(ProfileFile::defaultProfileFile)
                    .profileName(profileName())
                    .resolveFromOverrides())
        .orElse(null);
  }

  boolean dualStack() {
    return found(
            () ->
                DualstackEnabledProvider.builder()
                    .profileFile(ProfileFile::defaultProfileFile)
                    .profileName(profileName())
                    .build()
                    .isDualstackEnabled())
        .orElse(false);
  }

  boolean fips() {
    return found(
            () ->
                FipsEnabledProvider.builder()
                    .profileFile(ProfileFile::defaultProfileFile)
                    .profileName(profileName())
                    .build()
                    .isFipsEnabled())
        .orElse(false);
  }

  private static <T> Optional<T> found(Supplier<Optional<T>> setting) {
    try {
      return setting.get();
    } catch (SdkException e) {
      throw new IllegalStateException(
          "The AWS settings of this machine cannot be read: " + e.getMessage(), e);
    }
  }

  private String profileName() {
    return profile != null ? profile : ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
  }

  /**
   * Finds the region.
   *
   * @param isAmazons whether the server is Amazon's: other storage has no instance metadata to ask,
   *     which would take seconds to fail
   * @throws IllegalStateException if there is none, and the server is Amazon's
   */
  String region(boolean isAmazons) {
    try {
      Region found = regions(isAmazons).getRegion();
      if (found != null) {
        return found.id();
      }
    } catch (SdkClientException e) {
      if (isAmazons) {
        throw new IllegalStateException("No region: call region(name) or set AWS_REGION", e);
      }
    }
    // Signatures must name a region; storage without regions takes this one.
    return Region.US_EAST_1.id();
  }

  private AwsRegionProvider regions(boolean isAmazons) {
    Supplier<ProfileFile> files = ProfileFile::defaultProfileFile;
    AwsRegionProvider ofProfile = new AwsProfileRegionProvider(files, profileName());
    if (profile != null) {
      return new AwsRegionProviderChain(ofProfile, new SystemSettingsRegionProvider());
    }
    return isAmazons
        ? new DefaultAwsRegionProviderChain()
        : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), ofProfile);
  }
}
