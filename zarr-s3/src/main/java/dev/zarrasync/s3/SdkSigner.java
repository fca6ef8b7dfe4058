package dev.zarrasync.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;

/** Signs in Java, for where the AWS Common Runtime does not load. */
final class SdkSigner implements RequestSigner {

  private final Region region;

  SdkSigner(Region region) {
    this.region = region;
  }

  /** Loaded with the first request. */
  private static final class Holder {
    static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
  }

  @Override
  public SdkHttpRequest sign(SdkHttpRequest request, AwsCredentials credentials) {
    return Holder.SIGNER
        .sign(
            s ->
                s.identity(credentials)
                    .request(request)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                    // S3 takes paths as they are.
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
        .request();
  }
}
