package dev.zarrasync.s3;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to do about an error. No hint says to set what is set already.
 *
 * @param set the options of the store that are set
 */
record S3Hints(Set<Option> set) {

  /** What an operation must be allowed to. */
  enum Permission {
    GET("s3:GetObject"),
    LIST("s3:ListBucket"),
    PUT("s3:PutObject"),
    DELETE("s3:DeleteObject");

    private final String action;

    Permission(String action) {
      this.action = action;
    }

    /** As policies name it. */
    @Override
    public String toString() {
      return action;
    }
  }

  /** An option of {@link S3StoreBuilder} that makes a difference to a hint. */
  enum Option {
    ANONYMOUS,
    CLIENT,
    CREDENTIALS,
    ENDPOINT,
    BUCKET_IN_HOST,
    MISSING_ON_ACCESS_DENIED,
    REGION,
    REQUESTER_PAYS
  }

  static S3Hints of(Set<Option> set, boolean missingOnAccessDenied, boolean requesterPays) {
    Set<Option> all = EnumSet.noneOf(Option.class);
    all.addAll(set);
    if (missingOnAccessDenied) {
      all.add(Option.MISSING_ON_ACCESS_DENIED);
    }
    if (requesterPays) {
      all.add(Option.REQUESTER_PAYS);
    }
    return new S3Hints(all);
  }

  boolean has(Option option) {
    return set.contains(option);
  }

  /**
   * @param says what the server says of it
   * @param mayBeMissing whether the answer may stand for a missing key
   */
  String accessDenied(Permission permission, String says, boolean mayBeMissing) {
    StringBuilder hint = new StringBuilder("access denied: ").append(permission);
    hint.append(
        has(Option.ANONYMOUS)
            ? " is not granted without credentials"
            : " is not granted to these credentials");
    if (mayBeMissing && permission == Permission.GET && !has(Option.MISSING_ON_ACCESS_DENIED)) {
      hint.append(
          ", or the key is missing, because S3 answers a read of a missing key with 403 to those"
              + " who may not list the bucket (see S3StoreBuilder.missingOnAccessDenied)");
    }
    if (!has(Option.REQUESTER_PAYS)
        && (isAmazons() || says.toLowerCase(Locale.ROOT).contains("requester"))) {
      hint.append(", or the bucket wants the requester to pay (see S3StoreBuilder.requesterPays)");
    }
    return hint.toString();
  }

  /** Amazon's servers deny without a word of who pays, and let nobody pay who is unknown. */
  private boolean isAmazons() {
    return !has(Option.ENDPOINT) && !has(Option.CLIENT) && !has(Option.ANONYMOUS);
  }

  String noCredentials() {
    if (has(Option.CLIENT)) {
      return "no credentials: the client has none";
    }
    return has(Option.CREDENTIALS) || has(Option.ANONYMOUS)
        ? "no credentials: what is set to provide them has none"
        : "no credentials: set credentials(key, secret) or anonymous()";
  }

  String unknownHost() {
    String hint = "no connection: the host has no address. Check ";
    if (has(Option.CLIENT)) {
      return hint + "the client's endpoint and region";
    }
    if (!has(Option.ENDPOINT)) {
      return hint + "the region and the bucket's name";
    }
    return has(Option.BUCKET_IN_HOST)
        ? hint + "the endpoint, and whether it wants the bucket in the path: pathStyle(true)"
        : hint + "the endpoint";
  }

  /**
   * @param region where the bucket is, or null if the server does not say
   */
  String elsewhere(@Nullable String region) {
    if (region == null) {
      return "the bucket is at another endpoint or in another region";
    }
    String hint = "the bucket is in the region '" + region + "'";
    if (has(Option.CLIENT)) {
      return hint + ", and not in the client's";
    }
    return has(Option.REGION)
        ? hint + ", and not in the one that is set"
        : hint + ": set it with region(name)";
  }
}
