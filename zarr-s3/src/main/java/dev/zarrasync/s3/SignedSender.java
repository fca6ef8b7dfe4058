package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.fetch.internal.ListObjectsV2;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Condition.Absent;
import dev.zarrasync.store.Condition.Changed;
import dev.zarrasync.store.Condition.Unchanged;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.protocols.query.unmarshall.XmlDomParser;
import software.amazon.awssdk.protocols.query.unmarshall.XmlElement;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.utils.Md5Utils;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Sends requests of our own. Through the SDK's S3 client a get of a small object costs three times
 * the processor time.
 */
final class SignedSender implements S3Sender {

  private final Supplier<HttpClient> http;
  private final SdkHttpRequest root;
  private final Signer signer;
  private final AwsCredentialsProvider credentials;
  private final S3Requests settings;

  /**
   * Sends nothing yet.
   *
   * @param http the client, which starts with the first request
   * @param root the URL of the bucket with a slash at its end
   * @param signer signs the requests
   * @param credentials asked for each request
   * @param settings what to ask for beside the object
   */
  SignedSender(
      Supplier<HttpClient> http,
      URI root,
      Signer signer,
      AwsCredentialsProvider credentials,
      S3Requests settings) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(root)
            .putHeader("Host", root.getRawAuthority())
            .putHeader("User-Agent", "zarr-async");
    if (settings.requesterPays()) {
      request.putHeader("x-amz-request-payer", "requester");
    }
    this.http = http;
    this.root = request.build();
    this.signer = signer;
    this.credentials = credentials;
    this.settings = settings;
  }

  @Override
  public CompletableFuture<Fetched> get(
      S3Errors errors, String key, GetOptions options, Admission admission) {
    boolean verifies = settings.asksForChecksum(options);
    return new S3Exchange.Get(
            http.get(), errors, key, options, admission, () -> get(key, options), verifies)
        .start(root.getUri());
  }

  private HttpRequest get(String key, GetOptions options) {
    SdkHttpRequest.Builder request = object(SdkHttpMethod.GET, key);
    put(request, "Range", ContentRange.request(options.range()));
    put(request, ObjectChecksum.MODE, settings.asksForChecksum(options) ? "ENABLED" : null);
    put(request, options.condition());
    return signed(request, null);
  }

  @Override
  public CompletableFuture<ListPage> list(AsyncStore store, ListRequest request) {
    SdkHttpRequest.Builder url = root.toBuilder();
    ListObjectsV2.parameters(request).forEach(url::putRawQueryParameter);
    return document(
        store,
        request.prefix(),
        () -> signed(url.copy(), null),
        answer -> ListObjectsV2.page(store, request, answer));
  }

  @Override
  public CompletableFuture<Void> put(
      AsyncStore store, String key, byte[] value, Condition condition) {
    return change(store, key, () -> put(key, value, condition));
  }

  private HttpRequest put(String key, byte[] value, Condition condition) {
    SdkHttpRequest.Builder request = object(SdkHttpMethod.PUT, key);
    request.putHeader("Content-Type", "application/octet-stream");
    put(request, condition);
    S3Requests.Encryption encryption = settings.encryption();
    if (encryption != null) {
      String name = "x-amz-server-side-encryption";
      put(request, name, encryption.algorithm().toString());
      put(request, name + "-aws-kms-key-id", encryption.kmsKeyId());
    }
    put(request, ObjectChecksum.CRC32C, settings.checksums() ? ObjectChecksum.crc32c(value) : null);
    return signed(request, value);
  }

  @Override
  public CompletableFuture<Void> delete(AsyncStore store, String key) {
    return change(store, key, () -> signed(object(SdkHttpMethod.DELETE, key), null));
  }

  private CompletableFuture<Void> change(
      AsyncStore store, String key, Supplier<HttpRequest> request) {
    S3Exchange change = new S3Exchange.Change(http.get(), store, key, request);
    return S3Sender.map(change.start(root.getUri()), answer -> null);
  }

  @Override
  public CompletableFuture<List<S3Error>> delete(AsyncStore store, Collection<String> keys) {
    String first = keys.iterator().next();
    return document(store, first, () -> delete(keys), answer -> left(store, first, answer));
  }

  private HttpRequest delete(Collection<String> keys) {
    StringBuilder xml = new StringBuilder();
    xml.append("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>");
    for (String key : keys) {
      String text = key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      xml.append("<Object><Key>").append(text).append("</Key></Object>");
    }
    byte[] body = xml.append("</Delete>").toString().getBytes(UTF_8);
    SdkHttpRequest.Builder request =
        root.toBuilder()
            .method(SdkHttpMethod.POST)
            .encodedPath(root.encodedPath().replaceFirst("(?<=.)/$", ""))
            .putRawQueryParameter("delete", (String) null)
            .putHeader("Content-Type", "application/xml");
    // S3 wants one of the two; other servers know the older one.
    if (settings.checksums()) {
      request.putHeader(ObjectChecksum.CRC32C, ObjectChecksum.crc32c(body));
    } else {
      request.putHeader("Content-MD5", Md5Utils.md5AsBase64(body));
    }
    return signed(request, body);
  }

  private static List<S3Error> left(AsyncStore store, String key, byte[] answer)
      throws StoreException {
    XmlElement root;
    try {
      root = XmlDomParser.parse(new ByteArrayInputStream(answer));
    } catch (SdkException e) {
      root = XmlElement.empty();
    }
    if (!"DeleteResult".equals(root.elementName())) {
      String problem = "the answer is not that to a multi-delete of S3";
      // Without what was parsed, which may repeat what was sent.
      throw new StoreException(Kind.BAD_RESPONSE, store, key, problem, null);
    }
    return root.getElementsByName("Error").stream()
        .map(
            error ->
                S3Error.builder()
                    .key(text(error, "Key"))
                    .code(text(error, "Code"))
                    .message(text(error, "Message"))
                    .build())
        .toList();
  }

  private static @Nullable String text(XmlElement element, String name) {
    return element.getOptionalElementByName(name).map(XmlElement::textContent).orElse(null);
  }

  /** Reads the document that a server sends. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(byte[] answer) throws StoreException;
  }

  private <T> CompletableFuture<T> document(
      AsyncStore store, String key, Supplier<HttpRequest> request, Reader<T> reader) {
    CompletableFuture<Fetched> sent =
        new S3Exchange(http.get(), store, key, GetOptions.ALL, Admission.OPEN, request)
            .start(root.getUri());
    return S3Sender.map(
        sent,
        found -> {
          try {
            return reader.read(((Fetched.Found) found).bytes());
          } catch (StoreException e) {
            throw new CompletionException(e);
          }
        });
  }

  private SdkHttpRequest.Builder object(SdkHttpMethod method, String key) {
    String path = root.encodedPath() + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    return root.toBuilder().method(method).encodedPath(path);
  }

  private static void put(SdkHttpRequest.Builder request, Condition condition) {
    if (condition instanceof Unchanged unchanged) {
      request.putHeader("If-Match", unchanged.etag());
    } else if (condition instanceof Changed changed) {
      request.putHeader("If-None-Match", changed.etag());
    } else if (condition instanceof Absent) {
      request.putHeader("If-None-Match", "*");
    }
  }

  private static void put(SdkHttpRequest.Builder request, String name, @Nullable String value) {
    if (value != null) {
      request.putHeader(name, value);
    }
  }

  private HttpRequest signed(SdkHttpRequest.Builder builder, byte @Nullable [] body) {
    SdkHttpRequest request = builder.build();
    AwsCredentials found = credentials.resolveCredentials();
    // Anonymous credentials have no key.
    SdkHttpRequest sent = found.accessKeyId() == null ? request : signer.sign(request, body, found);
    List<Header> headers = new ArrayList<>();
    sent.forEachHeader((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
    ByteBuffer content = body == null ? null : ByteBuffer.wrap(body);
    return new HttpRequest(sent.method().name(), sent.getUri(), headers, content);
  }
}
