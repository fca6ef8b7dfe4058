package dev.zarrasync.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3Utilities;

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
    Region region,
    @Nullable URI endpoint,
    boolean pathStyle,
    boolean dualStack,
    boolean fips,
    boolean accelerate) {

  /**
   * The URL of a bucket with a slash at its end, and without user info or a query.
   *
   * @throws SdkException if the bucket has none
   */
  String url(String bucket) {
    S3Utilities.Builder utilities =
        S3Utilities.builder()
            .region(region)
            .s3Configuration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(pathStyle)
                    .accelerateModeEnabled(accelerate)
                    .build());
    if (endpoint != null) {
      utilities.endpoint(endpoint);
    }
    // Only what is set, because the SDK finds the rest in its profile and variables.
    if (dualStack) {
      utilities.dualstackEnabled(true);
    }
    if (fips) {
      utilities.fipsEnabled(true);
    }
    return url(utilities.build(), bucket);
  }

  /**
   * The URL of a bucket as a client of the SDK has it.
   *
   * @throws SdkException if the bucket has none
   */
  static String url(S3Utilities utilities, String bucket) {
    URI uri = URI.create(utilities.getUrl(u -> u.bucket(bucket).key("k")).toString());
    String path = uri.getRawPath();
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + path.substring(0, path.length() - 1);
  }
}
