package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.crt.auth.credentials.Credentials;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyHeaderType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyValue;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSigningAlgorithm;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/** Signs in native code, which needs no warming up as Java's does. */
final class CrtSigner implements RequestSigner {

  private final Region region;

  CrtSigner(Region region) {
    this.region = region;
  }

  @Override
  public SdkHttpRequest sign(SdkHttpRequest request, AwsCredentials credentials) {
    try (AwsSigningConfig config = config(credentials)) {
      // Complete on return: it has the credentials, and waits for nothing.
      return withHeaders(request, AwsSigner.signRequest(crtRequest(request), config).join());
    }
  }

  private AwsSigningConfig config(AwsCredentials credentials) {
    AwsSigningConfig config = new AwsSigningConfig();
    config.setAlgorithm(AwsSigningAlgorithm.SIGV4);
    config.setService("s3");
    config.setRegion(region.id());
    config.setCredentials(crtCredentials(credentials));
    // S3 takes paths as they are.
    config.setUseDoubleUriEncode(false);
    config.setShouldNormalizeUriPath(false);
    config.setSignedBodyValue(AwsSignedBodyValue.EMPTY_SHA256);
    config.setSignedBodyHeader(AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA256);
    return config;
  }

  private static Credentials crtCredentials(AwsCredentials credentials) {
    return new Credentials(
        credentials.accessKeyId().getBytes(UTF_8),
        credentials.secretAccessKey().getBytes(UTF_8),
        credentials instanceof AwsSessionCredentials session
            ? session.sessionToken().getBytes(UTF_8)
            : null);
  }

  private static HttpRequest crtRequest(SdkHttpRequest request) {
    List<HttpHeader> headers = new ArrayList<>(request.numHeaders());
    request.forEachHeader(
        (name, values) -> values.forEach(value -> headers.add(new HttpHeader(name, value))));
    String query = request.encodedQueryParameters().map(q -> "?" + q).orElse("");
    return new HttpRequest(
        request.method().name(),
        request.encodedPath() + query,
        headers.toArray(HttpHeader[]::new),
        null);
  }

  private static SdkHttpRequest withHeaders(SdkHttpRequest request, HttpRequest signed) {
    SdkHttpRequest.Builder builder = request.toBuilder();
    for (HttpHeader header : signed.getHeaders()) {
      builder.putHeader(header.getName(), header.getValue());
    }
    return builder.build();
  }
}
