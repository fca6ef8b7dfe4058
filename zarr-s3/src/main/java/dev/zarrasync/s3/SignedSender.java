package dev.zarrasync.s3;

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
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * Sends requests of our own. Through the SDK's S3 client a get of a small object costs three times
 * the processor time.
 */
final class SignedSender implements S3Sender {

  private final Supplier<HttpClient> http;
  private final URI root;
  private final List<Header> common = new ArrayList<>();
  private final Signer signer;
  private final KnownSecrets credentials;
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
      KnownSecrets credentials,
      S3Requests settings) {
    this.http = http;
    this.root = root;
    this.signer = signer;
    this.credentials = credentials;
    this.settings = settings;
    common.add(new Header("Host", root.getRawAuthority()));
    common.add(new Header("User-Agent", "zarr-async"));
    if (settings.requesterPays()) {
      common.add(new Header("x-amz-request-payer", "requester"));
    }
  }

  @Override
  public CompletableFuture<Fetched> get(
      S3Errors errors, String key, GetOptions options, Admission admission) {
    boolean verifies = settings.asksForChecksum(options);
    Supplier<HttpRequest> request = new Get(this, key, options);
    return new S3Exchange.Get(http.get(), errors, key, options, admission, request, verifies)
        .start(root);
  }

  // The requests of reads and puts are classes, and no lambdas, which take longer to load.

  private record Get(SignedSender sender, String key, GetOptions options)
      implements Supplier<HttpRequest> {

    @Override
    public HttpRequest get() {
      List<Header> headers = sender.headers();
      put(headers, "Range", ContentRange.request(options.range()));
      put(
          headers,
          ObjectChecksum.MODE,
          sender.settings.asksForChecksum(options) ? "ENABLED" : null);
      put(headers, options.condition());
      return sender.signed("GET", sender.object(key), headers, null);
    }
  }

  @Override
  public CompletableFuture<ListPage> list(AsyncStore store, ListRequest request) {
    Page page = new Page(this, store, request);
    return document(store, request.prefix(), page, page);
  }

  private record Page(SignedSender sender, AsyncStore store, ListRequest request)
      implements Supplier<HttpRequest>, Function<Fetched, ListPage> {

    @Override
    public HttpRequest get() {
      StringBuilder url = new StringBuilder(sender.root.toString());
      char separator = '?';
      for (Map.Entry<String, String> p : ListObjectsV2.parameters(request).entrySet()) {
        url.append(separator).append(p.getKey()).append('=');
        url.append(PercentEncoding.of(p.getValue()));
        separator = '&';
      }
      return sender.signed("GET", URI.create(url.toString()), sender.headers(), null);
    }

    @Override
    public ListPage apply(Fetched answer) {
      try {
        return ListObjectsV2.page(store, request, bytes(answer));
      } catch (StoreException e) {
        throw new CompletionException(e);
      }
    }
  }

  private static byte[] bytes(Fetched answer) {
    return ((Fetched.Found) answer).bytes();
  }

  @Override
  public CompletableFuture<Void> put(
      AsyncStore store, String key, byte[] value, Condition condition) {
    return change(store, key, new Put(this, key, value, condition));
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Put(SignedSender sender, String key, byte[] value, Condition condition)
      implements Supplier<HttpRequest> {

    @Override
    public HttpRequest get() {
      List<Header> headers = sender.headers();
      put(headers, "Content-Type", "application/octet-stream");
      put(headers, condition);
      S3Requests.Encryption encryption = sender.settings.encryption();
      if (encryption != null) {
        String name = "x-amz-server-side-encryption";
        put(headers, name, encryption.algorithm().toString());
        put(headers, name + "-aws-kms-key-id", encryption.kmsKeyId());
      }
      boolean withChecksum = sender.settings.checksums();
      put(headers, ObjectChecksum.CRC32C, withChecksum ? ObjectChecksum.crc32c(value) : null);
      return sender.signed("PUT", sender.object(key), headers, value);
    }
  }

  @Override
  public CompletableFuture<Void> delete(AsyncStore store, String key) {
    return change(store, key, new Delete(this, key));
  }

  private record Delete(SignedSender sender, String key) implements Supplier<HttpRequest> {

    @Override
    public HttpRequest get() {
      return sender.signed("DELETE", sender.object(key), sender.headers(), null);
    }
  }

  private CompletableFuture<Void> change(
      AsyncStore store, String key, Supplier<HttpRequest> request) {
    S3Exchange change = new S3Exchange.Change(http.get(), store, key, request);
    return S3Sender.map(change.start(root), new Done());
  }

  /** Success brings nothing. */
  private record Done() implements Function<Fetched, @Nullable Void> {

    @Override
    public @Nullable Void apply(Fetched answer) {
      return null;
    }
  }

  @Override
  public CompletableFuture<List<S3Error>> delete(AsyncStore store, Collection<String> keys) {
    String first = keys.iterator().next();
    return document(
        store,
        first,
        () -> delete(keys),
        answer -> {
          try {
            return MultiDelete.left(store, first, bytes(answer));
          } catch (StoreException e) {
            throw new CompletionException(e);
          }
        });
  }

  private HttpRequest delete(Collection<String> keys) {
    byte[] body = MultiDelete.document(keys);
    List<Header> headers = headers();
    put(headers, "Content-Type", "application/xml");
    // S3 wants one of the two; other servers know the older one.
    if (settings.checksums()) {
      put(headers, ObjectChecksum.CRC32C, ObjectChecksum.crc32c(body));
    } else {
      put(headers, "Content-MD5", Md5Utils.md5AsBase64(body));
    }
    return signed("POST", URI.create(bucket() + "?delete"), headers, body);
  }

  /** The URL of the bucket, without a slash at its end if its name is in the path. */
  private String bucket() {
    String url = root.toString();
    return root.getRawPath().equals("/") ? url : url.substring(0, url.length() - 1);
  }

  private <T> CompletableFuture<T> document(
      AsyncStore store, String key, Supplier<HttpRequest> request, Function<Fetched, T> reader) {
    CompletableFuture<Fetched> sent =
        new S3Exchange(http.get(), store, key, GetOptions.ALL, Admission.OPEN, request).start(root);
    return S3Sender.map(sent, reader);
  }

  private URI object(String key) {
    return URI.create(root + PercentEncoding.ofPath(key));
  }

  private List<Header> headers() {
    return new ArrayList<>(common);
  }

  private static void put(List<Header> headers, Condition condition) {
    if (condition instanceof Unchanged unchanged) {
      put(headers, "If-Match", unchanged.etag());
    } else if (condition instanceof Changed changed) {
      put(headers, "If-None-Match", changed.etag());
    } else if (condition instanceof Absent) {
      put(headers, "If-None-Match", "*");
    }
  }

  private static void put(List<Header> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(new Header(name, value));
    }
  }

  private HttpRequest signed(String method, URI uri, List<Header> headers, byte @Nullable [] body) {
    ByteBuffer content = body == null ? null : ByteBuffer.wrap(body);
    HttpRequest request = new HttpRequest(method, uri, headers, content);
    AccessKey key = credentials.find();
    return key == null ? request : signer.sign(request, key);
  }
}
