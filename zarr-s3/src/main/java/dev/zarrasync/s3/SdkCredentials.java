package dev.zarrasync.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Credentials that the SDK finds, or a user's own class.
 *
 * @param forSdk asked for each request, and not closed
 */
record SdkCredentials(AwsCredentialsProvider forSdk) implements Credentials {

  /**
   * Finds them where the SDK does.
   *
   * @param profile of the configuration files that alone is looked at, or null
   */
  static SdkCredentials found(@Nullable String profile) {
    return new SdkCredentials(
        profile == null
            ? DefaultCredentialsProvider.builder().build()
            : ProfileCredentialsProvider.create(profile));
  }

  static AwsCredentialsProvider provider(@Nullable AccessKey key) {
    if (key == null) {
      return AnonymousCredentialsProvider.create();
    }
    return StaticCredentialsProvider.create(
        key.token() == null
            ? AwsBasicCredentials.create(key.id(), key.secret())
            : AwsSessionCredentials.create(key.id(), key.secret(), key.token()));
  }

  /** Anonymous credentials have no key. */
  static @Nullable AccessKey key(AwsCredentials found) {
    return found.accessKeyId() == null
        ? null
        : new AccessKey(
            found.accessKeyId(),
            found.secretAccessKey(),
            found instanceof AwsSessionCredentials session ? session.sessionToken() : null);
  }

  @Override
  public @Nullable AccessKey find() {
    return key(forSdk.resolveCredentials());
  }

  @Override
  public boolean areNone() {
    return forSdk instanceof AnonymousCredentialsProvider;
  }
}
