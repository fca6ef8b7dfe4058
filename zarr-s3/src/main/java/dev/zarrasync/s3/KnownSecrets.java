package dev.zarrasync.s3;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Hands credentials on, and knows a text that would give them away. Those before the last are known
 * too, because answers to them may be under way. Safe for use by many threads.
 */
final class KnownSecrets implements AwsCredentialsProvider {

  /** So many characters in a row are taken for the secret: a server may cut what it repeats. */
  private static final int TELLING = 8;

  private final AwsCredentialsProvider provider;
  private volatile List<AwsCredentials> known = List.of();

  /**
   * Knows none yet.
   *
   * @param provider asked for each request, and not closed
   */
  KnownSecrets(AwsCredentialsProvider provider) {
    this.provider = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials found = provider.resolveCredentials();
    List<AwsCredentials> before = known;
    if (!before.contains(found)) {
      known = before.isEmpty() ? List.of(found) : List.of(found, before.get(0));
    }
    return found;
  }

  boolean areIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return known.stream()
        .flatMap(KnownSecrets::secrets)
        .anyMatch(secret -> isIn(secret.toLowerCase(Locale.ROOT), lower));
  }

  private static Stream<String> secrets(AwsCredentials credentials) {
    return Stream.of(
            credentials.accessKeyId(),
            credentials.secretAccessKey(),
            credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null)
        .filter(Objects::nonNull);
  }

  private static boolean isIn(String secret, String text) {
    int length = Math.min(TELLING, secret.length());
    return IntStream.rangeClosed(0, secret.length() - length)
        .anyMatch(start -> text.contains(secret.substring(start, start + length)));
  }
}
