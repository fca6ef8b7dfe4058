package dev.zarrasync.s3;

import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.fetch.internal.ListObjectsV2;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.store.Condition.Changed;
import dev.zarrasync.store.Condition.Unchanged;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Makes the HTTP requests that read one bucket. */
final class SignedRequests {

  private final SdkHttpRequest root;
  private final RequestSigner signer;
  private final AwsCredentialsProvider credentials;
  private final S3Requests settings;

  /**
   * Makes no request yet.
   *
   * @param root the URL of the bucket with a slash at its end
   * @param signer signs the requests
   * @param credentials asked for each request
   * @param settings what to ask for beside the object
   */
  SignedRequests(
      URI root, RequestSigner signer, AwsCredentialsProvider credentials, S3Requests settings) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(root)
            .putHeader("Host", root.getRawAuthority())
            .putHeader("User-Agent", "zarr-async");
    if (settings.requesterPays()) {
      request.putHeader("x-amz-request-payer", "requester");
    }
    this.root = request.build();
    this.signer = signer;
    this.credentials = credentials;
    this.settings = settings;
  }

  /** The URL of the bucket. */
  URI root() {
    return root.getUri();
  }

  boolean asksForChecksum(GetOptions options) {
    return settings.asksForChecksum(options);
  }

  HttpRequest get(String key, GetOptions options) {
    String path = root.encodedPath() + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    SdkHttpRequest.Builder request = root.toBuilder().encodedPath(path);
    String range = ContentRange.request(options.range());
    if (range != null) {
      request.putHeader("Range", range);
    }
    if (asksForChecksum(options)) {
      request.putHeader(ObjectChecksum.MODE, "ENABLED");
    }
    if (options.condition() instanceof Unchanged unchanged) {
      request.putHeader("If-Match", unchanged.etag());
    } else if (options.condition() instanceof Changed changed) {
      request.putHeader("If-None-Match", changed.etag());
    }
    return signed(request.build());
  }

  HttpRequest list(ListRequest request) {
    SdkHttpRequest.Builder url = root.toBuilder();
    ListObjectsV2.parameters(request).forEach(url::putRawQueryParameter);
    return signed(url.build());
  }

  private HttpRequest signed(SdkHttpRequest request) {
    AwsCredentials found = credentials.resolveCredentials();
    // Anonymous credentials have no key.
    SdkHttpRequest sent = found.accessKeyId() == null ? request : signer.sign(request, found);
    List<Header> headers = new ArrayList<>();
    sent.forEachHeader((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
    return new HttpRequest(sent.method().name(), sent.getUri(), headers);
  }
}
