package dev.zarrasync.s3;

import java.net.URI;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * The URL of a bucket as the SDK has it, with a slash at its end, and without user info or a query.
 * Each method throws {@link IllegalArgumentException} if the bucket has none.
 */
final class SdkEndpoint {

  private SdkEndpoint() {}

  /** By the SDK's rules. */
  static String url(S3Address address, String bucket) {
    S3EndpointParams.Builder params =
        S3EndpointParams.builder()
            .bucket(bucket)
            .region(Region.of(address.region()))
            .forcePathStyle(address.pathStyle())
            .useDualStack(address.dualStack())
            .useFips(address.fips())
            .accelerate(address.accelerate());
    if (address.endpoint() != null) {
      params.endpoint(address.endpoint().toString());
    }
    try {
      return S3Address.url(
          S3EndpointProvider.defaultProvider()
              .resolveEndpoint(params.build())
              .join()
              .endpointUrl()
              .toUri());
    } catch (CompletionException e) {
      throw e.getCause() instanceof SdkException refusal ? noUrl(bucket, refusal) : e;
    } catch (SdkException e) {
      throw noUrl(bucket, e);
    }
  }

  /** As a client has it. */
  static String url(S3AsyncClient client, String bucket) {
    try {
      String url = client.utilities().getUrl(u -> u.bucket(bucket).key("k")).toString();
      return S3Address.url(URI.create(url.substring(0, url.length() - 2)));
    } catch (SdkException e) {
      throw noUrl(bucket, e);
    }
  }

  private static IllegalArgumentException noUrl(String bucket, SdkException refusal) {
    return new IllegalArgumentException("'" + bucket + "' is not a bucket: it has no URL", refusal);
  }
}
