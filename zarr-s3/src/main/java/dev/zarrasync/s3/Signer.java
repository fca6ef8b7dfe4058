package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.http.internal.CrtRuntime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;

/**
 * Signs requests by the AWS Signature Version 4: in native code, which needs no warming up as
 * Java's does, and in Java where that does not load.
 *
 * @param region of the bucket
 */
record Signer(Region region) {

  SdkHttpRequest sign(SdkHttpRequest request, byte @Nullable [] body, AwsCredentials credentials) {
    return CrtRuntime.loads()
        ? inNativeCode(request, body, credentials)
        : inJava(request, body, credentials);
  }

  private SdkHttpRequest inNativeCode(
      SdkHttpRequest request, byte @Nullable [] body, AwsCredentials credentials) {
    try (AwsSigningConfig config = config(credentials)) {
      config.setSignedBodyValue(digest(request, body));
      // Complete on return: it has the credentials, and waits for nothing.
      return withHeaders(request, AwsSigner.signRequest(crtRequest(request), config).join());
    }
  }

  /** TLS keeps a body as it is sent, and its checksum says so. */
  private static String digest(SdkHttpRequest request, byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      return AwsSignedBodyValue.EMPTY_SHA256;
    }
    if (isSecure(request)) {
      return AwsSignedBodyValue.UNSIGNED_PAYLOAD;
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSecure(SdkHttpRequest request) {
    return "https".equalsIgnoreCase(request.protocol());
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

  /** Loaded with the first request that is signed in Java. */
  private static final class InJava {
    static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
  }

  private SdkHttpRequest inJava(
      SdkHttpRequest request, byte @Nullable [] body, AwsCredentials credentials) {
    boolean isBodySigned = body != null && !isSecure(request);
    return InJava.SIGNER
        .sign(
            s ->
                s.identity(credentials)
                    .request(request)
                    .payload(body == null ? null : ContentStreamProvider.fromByteArrayUnsafe(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                    // S3 takes paths as they are.
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, isBodySigned))
        .request();
  }
}
