package dev.zarrasync.s3;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Hands access keys on, and knows a text that would give them away. The one before the last is
 * known too, because answers to it may be under way. Safe for use by many threads.
 */
final class KnownSecrets {

  /** So many characters in a row are taken for the secret: a server may cut what it repeats. */
  private static final int TELLING = 8;

  private final Credentials credentials;
  private volatile List<AccessKey> known = List.of();

  /**
   * Knows none yet.
   *
   * @param credentials asked for each request
   */
  KnownSecrets(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Finds the key for a request.
   *
   * @return the key, or null not to sign the request
   */
  @Nullable AccessKey find() {
    return remembered(credentials.find());
  }

  /** Hands credentials on to a client of the SDK. */
  AwsCredentialsProvider forSdk() {
    AwsCredentialsProvider provider = credentials.forSdk();
    return () -> {
      AwsCredentials found = provider.resolveCredentials();
      var unused = remembered(SdkCredentials.key(found));
      return found;
    };
  }

  private @Nullable AccessKey remembered(@Nullable AccessKey key) {
    List<AccessKey> before = known;
    if (key != null && !before.contains(key)) {
      known = before.isEmpty() ? List.of(key) : List.of(key, before.get(0));
    }
    return key;
  }

  boolean areIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return known.stream()
        .flatMap(key -> Stream.of(key.id(), key.secret(), key.token()))
        .filter(Objects::nonNull)
        .anyMatch(secret -> isIn(secret.toLowerCase(Locale.ROOT), lower));
  }

  private static boolean isIn(String secret, String text) {
    int length = Math.min(TELLING, secret.length());
    return IntStream.rangeClosed(0, secret.length() - length)
        .anyMatch(start -> text.contains(secret.substring(start, start + length)));
  }
}
