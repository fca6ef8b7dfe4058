package dev.zarrasync.s3;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go.
 *
 * @param region the region that they are signed for
 * @param endpoint the server, or null for Amazon's
 * @param pathStyle whether URLs have the bucket in their path
 * @param dualStack whether to reach Amazon by IPv6 too
 * @param fips whether to use Amazon's FIPS endpoints
 * @param accelerate whether to use Amazon's edge locations
 */
record S3Address(
    String region,
    @Nullable URI endpoint,
    boolean pathStyle,
    boolean dualStack,
    boolean fips,
    boolean accelerate) {

  /** What the names of regions in Amazon's standard partition start with, before a hyphen. */
  private static final List<String> STANDARD =
      List.of("us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx");

  /**
   * The URL of a bucket with a slash at its end, and without user info or a query.
   *
   * @throws IllegalArgumentException if the bucket has none
   */
  String url(String bucket) {
    String plain = plainUrl(bucket);
    return plain != null ? plain : SdkEndpoint.url(this, bucket);
  }

  /**
   * The same as the SDK's rules have it, which take long to load.
   *
   * @return null where it takes more than plain names to tell
   */
  @Nullable String plainUrl(String bucket) {
    if (!signsPlainly(bucket)) {
      return null;
    }
    if (endpoint != null) {
      String server = withoutSlashes(endpoint.toString());
      return pathStyle ? url(URI.create(server + "/" + PercentEncoding.of(bucket))) : null;
    }
    if (dualStack || fips || accelerate || !isHostLabel(bucket) || !isOfStandardPartition()) {
      return null;
    }
    String host = "s3." + region + ".amazonaws.com/";
    return pathStyle ? "https://" + host + bucket + "/" : "https://" + bucket + "." + host;
  }

  /** A name of a bucket that a host's name can begin with, under a certificate for all of them. */
  private static boolean isHostLabel(String bucket) {
    int length = bucket.length();
    return length >= 3
        && length <= 63
        && isPlain(bucket)
        && bucket.charAt(0) != '-'
        && bucket.charAt(length - 1) != '-';
  }

  /** Other partitions have endings of their own. */
  private boolean isOfStandardPartition() {
    String[] parts = region.split("-", -1);
    return parts.length == 3
        && STANDARD.contains(parts[0])
        && isPlain(parts[1])
        && !parts[1].startsWith("iso")
        && parts[2].length() == 1
        && Character.isDigit(parts[2].charAt(0));
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * Whether the server is known to keep checksums of most objects. Some others refuse requests that
   * ask for them.
   */
  boolean keepsChecksums() {
    return endpoint == null;
  }

  /**
   * Whether requests for the bucket are signed as those for any: those for access points, directory
   * buckets and others with a reserved suffix are not.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">The
   *     rules for names of buckets</a>
   */
  boolean signsPlainly(String bucket) {
    return !bucket.startsWith("arn:") && !bucket.contains("--") && !region.endsWith("-global");
  }

  /** A URL with a slash at its end, and without user info or a query. */
  static String url(URI uri) {
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + uri.getRawPath()
        + "/";
  }

  private static String withoutSlashes(String url) {
    return url.endsWith("/") ? withoutSlashes(url.substring(0, url.length() - 1)) : url;
  }
}
