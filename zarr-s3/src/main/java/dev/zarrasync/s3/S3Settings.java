package dev.zarrasync.s3;

import dev.zarrasync.remote.internal.ProxyRule;
import dev.zarrasync.s3.S3Hints.Option;
import java.io.File;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a user said of the way to S3. The rest is found as the AWS SDK finds it, which is loaded
 * only where there is something to find.
 */
final class S3Settings {

  /** In these an endpoint can be set, or a kind of endpoints, or where a file is that sets them. */
  private static final List<String> VARIABLES =
      List.of(
          "AWS_CONFIG_FILE",
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_S3",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_USE_DUALSTACK_ENDPOINT",
          "AWS_USE_FIPS_ENDPOINT");

  @Nullable String region;
  @Nullable URI endpoint;
  @Nullable Boolean pathStyle;
  @Nullable Credentials credentials;
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
    SdkSettings sdk = endpoint != null || !mayNameEndpoint() ? null : new SdkSettings(profile);
    URI server = sdk == null ? endpoint : sdk.endpoint();
    SdkSettings ofAmazon = server == null ? sdk : null;
    boolean byIpv6 = dualStack != null ? dualStack : ofAmazon != null && ofAmazon.dualStack();
    boolean byFips = fips != null ? fips : ofAmazon != null && ofAmazon.fips();
    if (server != null && (byIpv6 || byFips || accelerate)) {
      throw new IllegalStateException(
          "dualStack, fips and accelerate choose an endpoint of Amazon's, but the endpoint is "
              + server);
    }
    boolean bucketInPath = pathStyle != null ? pathStyle : server != null;
    if (accelerate && bucketInPath) {
      throw new IllegalStateException("accelerate needs pathStyle(false)");
    }
    String signedFor = region != null ? region : new SdkSettings(profile).region(server == null);
    return new S3Address(signedFor, server, bucketInPath, byIpv6, byFips, accelerate);
  }

  private boolean mayNameEndpoint() {
    return profile != null || mayNameEndpoint(ProxyRule.OF_PROCESS);
  }

  /**
   * Looks whether anything is there that the SDK takes an endpoint from.
   *
   * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">The
   *     settings</a>
   */
  static boolean mayNameEndpoint(UnaryOperator<@Nullable String> environment) {
    for (String variable : VARIABLES) {
      if (environment.apply(variable) != null) {
        return true;
      }
    }
    for (String property : System.getProperties().stringPropertyNames()) {
      if (property.startsWith("aws.") && !property.startsWith("aws.crt.")) {
        return true;
      }
    }
    return hasFiles(System.getProperty("user.home"))
        || hasFiles(environment.apply("HOME"))
        || hasFiles(environment.apply("USERPROFILE"))
        || (environment.apply("HOMEDRIVE") != null
            && hasFiles(environment.apply("HOMEDRIVE") + environment.apply("HOMEPATH")));
  }

  private static boolean hasFiles(@Nullable String home) {
    return home != null && new File(home, ".aws").exists();
  }

  /** Returns what the user chose, or else what the SDK finds. */
  KnownSecrets credentials() {
    return new KnownSecrets(credentials != null ? credentials : SdkCredentials.found(profile));
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
    if (credentials != null && credentials.areNone()) {
      set.add(Option.ANONYMOUS);
    } else if (credentials != null || profile != null) {
      set.add(Option.CREDENTIALS);
    }
    return set;
  }
}
