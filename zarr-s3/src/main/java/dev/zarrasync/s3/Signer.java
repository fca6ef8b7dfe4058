package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.zarrasync.http.internal.CrtBody;
import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.crt.auth.credentials.Credentials;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyHeaderType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyValue;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSigningAlgorithm;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Signs requests by the AWS Signature Version 4: in native code, which needs no warming up as
 * Java's does, and in Java where that does not load.
 *
 * @param region of the bucket
 */
record Signer(String region) {

  HttpRequest sign(HttpRequest request, AccessKey key) {
    List<Header> signed =
        CrtRuntime.loads() ? inNativeCode(request, key) : InJava.sign(region, request, key);
    return new HttpRequest(request.method(), request.uri(), signed, request.body());
  }

  private List<Header> inNativeCode(HttpRequest request, AccessKey key) {
    try (AwsSigningConfig config = config(key)) {
      CrtBody body = isBodySigned(request) ? new CrtBody(requireNonNull(request.body())) : null;
      if (body == null) { // Otherwise native code computes its SHA-256.
        config.setSignedBodyValue(
            hasBody(request)
                ? AwsSignedBodyValue.UNSIGNED_PAYLOAD
                : AwsSignedBodyValue.EMPTY_SHA256);
      }
      // Complete on return: it has the credentials, and waits for nothing.
      List<Header> headers = new ArrayList<>();
      for (HttpHeader header :
          AwsSigner.signRequest(crtRequest(request, body), config).join().getHeaders()) {
        headers.add(new Header(header.getName(), header.getValue()));
      }
      return headers;
    }
  }

  /** TLS keeps a body as it is sent, and its checksum says so. */
  private static boolean isBodySigned(HttpRequest request) {
    return hasBody(request) && !isSecure(request);
  }

  private static boolean hasBody(HttpRequest request) {
    return request.body() != null && request.body().hasRemaining();
  }

  private static boolean isSecure(HttpRequest request) {
    return "https".equalsIgnoreCase(request.uri().getScheme());
  }

  private AwsSigningConfig config(AccessKey key) {
    AwsSigningConfig config = new AwsSigningConfig();
    config.setAlgorithm(AwsSigningAlgorithm.SIGV4);
    config.setService("s3");
    config.setRegion(region);
    config.setCredentials(
        new Credentials(
            key.id().getBytes(UTF_8),
            key.secret().getBytes(UTF_8),
            key.token() == null ? null : key.token().getBytes(UTF_8)));
    // S3 takes paths as they are.
    config.setUseDoubleUriEncode(false);
    config.setShouldNormalizeUriPath(false);
    config.setSignedBodyHeader(AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA256);
    return config;
  }

  private static software.amazon.awssdk.crt.http.HttpRequest crtRequest(
      HttpRequest request, @Nullable CrtBody body) {
    HttpHeader[] headers = new HttpHeader[request.headers().size()];
    for (int i = 0; i < headers.length; i++) {
      Header header = request.headers().get(i);
      headers[i] = new HttpHeader(header.name(), header.value());
    }
    URI uri = request.uri();
    String path = uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    return new software.amazon.awssdk.crt.http.HttpRequest(request.method(), target, headers, body);
  }

  /** Loaded with the first request that is signed in Java. */
  private static final class InJava {
    static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    static List<Header> sign(String region, HttpRequest request, AccessKey key) {
      SdkHttpRequest.Builder unsigned =
          SdkHttpRequest.builder()
              .method(SdkHttpMethod.fromValue(request.method()))
              .uri(request.uri());
      request.headers().forEach(header -> unsigned.putHeader(header.name(), header.value()));
      byte[] body = bytes(request.body());
      boolean isBodySigned = body != null && !isSecure(request);
      SdkHttpRequest signed =
          SIGNER
              .sign(
                  s ->
                      s.identity(credentials(key))
                          .request(unsigned.build())
                          .payload(
                              body == null ? null : ContentStreamProvider.fromByteArrayUnsafe(body))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                          // S3 takes paths as they are.
                          .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                          .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                          .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, isBodySigned))
              .request();
      List<Header> headers = new ArrayList<>();
      signed.forEachHeader((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
      return headers;
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer body) {
      if (body == null) {
        return null;
      }
      byte[] bytes = new byte[body.remaining()];
      body.duplicate().get(bytes);
      return bytes;
    }

    private static AwsCredentials credentials(AccessKey key) {
      return key.token() == null
          ? AwsBasicCredentials.create(key.id(), key.secret())
          : AwsSessionCredentials.create(key.id(), key.secret(), key.token());
    }
  }
}
