package dev.zarrasync.s3;

import java.net.URI;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Utilities;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

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
    if (endpoint != null && pathStyle && signsPlainly(bucket)) {
      // As the SDK's rules have it, which take long to load.
      String server = endpoint.toString().replaceFirst("/+$", "");
      return url(URI.create(server + "/" + SdkHttpUtils.urlEncode(bucket)));
    }
    S3EndpointParams.Builder params =
        S3EndpointParams.builder()
            .bucket(bucket)
            .region(region)
            .forcePathStyle(pathStyle)
            .useDualStack(dualStack)
            .useFips(fips)
            .accelerate(accelerate);
    if (endpoint != null) {
      params.endpoint(endpoint.toString());
    }
    try {
      return url(
          S3EndpointProvider.defaultProvider()
              .resolveEndpoint(params.build())
              .join()
              .endpointUrl()
              .toUri());
    } catch (CompletionException e) {
      throw e.getCause() instanceof SdkException refusal ? refusal : e;
    }
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
    return !bucket.startsWith("arn:") && !bucket.contains("--") && !region.isGlobalRegion();
  }

  /**
   * The URL of a bucket as a client of the SDK has it.
   *
   * @throws SdkException if the bucket has none
   */
  static String url(S3Utilities utilities, String bucket) {
    String url = utilities.getUrl(u -> u.bucket(bucket).key("k")).toString();
    return url(URI.create(url.substring(0, url.length() - 2)));
  }

  private static String url(URI uri) {
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + uri.getRawPath()
        + "/";
  }
}
