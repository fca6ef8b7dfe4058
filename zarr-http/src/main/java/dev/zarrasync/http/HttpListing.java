package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.fetch.ListObjectsV2;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a server that speaks as S3 does lists a store: at the bucket that it is in.
 *
 * @param bucket the URL of the bucket, with a slash at its end
 * @param prefix what the store's keys start with in the bucket: a path with a slash at its end, or
 *     {@code ""}
 */
record HttpListing(URI bucket, String prefix) {

  /** Amazon's hosts of buckets, and those of others who name them alike. */
  private static final Pattern BUCKET_IN_HOST =
      Pattern.compile("[^.]+(\\.[^.]+)*\\.s3([.-][a-z0-9-]+)*\\..+", Pattern.CASE_INSENSITIVE);

  /**
   * Lists a store at a bucket.
   *
   * @throws IllegalArgumentException if the store is not in the bucket
   */
  static HttpListing at(URI bucket, URI root) {
    String url = bucket.toString().endsWith("/") ? bucket.toString() : bucket + "/";
    String store = root + "/";
    if (!store.startsWith(url)) {
      throw new IllegalArgumentException(
          "The store " + root + " is not in the bucket " + bucket + ": its URL does not start so");
    }
    String path = store.substring(url.length());
    return new HttpListing(URI.create(url), URLDecoder.decode(path.replace("+", "%2B"), UTF_8));
  }

  /** Supposes that the bucket is in the host's name where that looks like it, else in the path. */
  static HttpListing supposed(URI root) {
    String server = root.resolve("/").toString();
    String path = root.getRawPath();
    boolean isInHost = path.length() < 2 || BUCKET_IN_HOST.matcher(root.getHost()).matches();
    return at(URI.create(isInHost ? server : server + path.substring(1).split("/", 2)[0]), root);
  }

  /** The URL of a page. */
  URI uri(ListRequest request, String query) {
    String parameters =
        ListObjectsV2.parameters(inBucket(request)).entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("&"));
    return URI.create(bucket + "?" + parameters + (query.isEmpty() ? "" : "&" + query));
  }

  /**
   * Reads a page.
   *
   * @param store named in errors
   * @throws StoreException if it is none
   */
  ListPage page(AsyncStore store, ListRequest request, byte[] document) throws StoreException {
    ListPage page = ListObjectsV2.page(store, inBucket(request), document);
    return new ListPage(
        page.objects().stream()
            .filter(o -> o.key().startsWith(prefix))
            .map(o -> new ListedObject(o.key().substring(prefix.length()), o.size(), o.etag()))
            .toList(),
        page.prefixes().stream()
            .filter(p -> p.startsWith(prefix))
            .map(p -> p.substring(prefix.length()))
            .toList(),
        page.next() == null || page.next().token() == null
            ? null
            : request.token(page.next().token()));
  }

  private ListRequest inBucket(ListRequest request) {
    String after = request.startAfter().isEmpty() ? "" : prefix + request.startAfter();
    return new ListRequest(
        prefix + request.prefix(), request.grouped(), after, request.pageSize(), request.token());
  }
}
