package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.fetch.internal.ListObjectsV2;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a server that speaks as S3 does lists a store: at the bucket that it is in.
 *
 * @param bucket the URL of the bucket, with a slash at its end
 * @param prefix what the store's keys start with in the bucket: a path with a slash at its end, or
 *     {@code ""}
 * @param name the name of the bucket if it is only supposed to be there, or null
 */
record HttpListing(URI bucket, String prefix, @Nullable String name) {

  /** Amazon's hosts of buckets, and those of others who name them alike. */
  private static final Pattern BUCKET_IN_HOST =
      Pattern.compile(
          "([^.]+(?:\\.[^.]+)*?)\\.s3(?:[.-][a-z0-9-]+)*\\..+", Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");

  /**
   * Lists a store at a bucket.
   *
   * @throws IllegalArgumentException if the store is not in the bucket
   */
  static HttpListing at(URI bucket, URI root) {
    return at(bucket, root, null);
  }

  private static HttpListing at(URI bucket, URI root, @Nullable String name) {
    String url = bucket.toString().endsWith("/") ? bucket.toString() : bucket + "/";
    String store = root + "/";
    if (!store.startsWith(url)) {
      throw new IllegalArgumentException(
          "The store " + root + " is not in the bucket " + bucket + ": its URL does not start so");
    }
    String path = store.substring(url.length());
    String prefix = URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
    return new HttpListing(URI.create(url), prefix, name);
  }

  /** Supposes that the bucket is in the host's name where that looks like it, else in the path. */
  static HttpListing supposed(URI root) {
    String server = root.resolve("/").toString();
    String path = root.getRawPath();
    Matcher host = BUCKET_IN_HOST.matcher(root.getHost());
    if (host.matches()) {
      return at(URI.create(server), root, host.group(1));
    }
    if (path.length() < 2) {
      return at(URI.create(server), root, null);
    }
    String name = path.substring(1).split("/", 2)[0];
    return at(URI.create(server + name), root, URLDecoder.decode(name, UTF_8));
  }

  /** Says whether a URL is that of a page. */
  boolean isAt(URI uri) {
    return uri.toString().startsWith(bucket + "?");
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
   * @throws StoreException if it is none, or of another bucket than was supposed: what answers may
   *     map paths to buckets in a way of its own
   */
  ListPage page(AsyncStore store, ListRequest request, byte[] document) throws StoreException {
    Matcher told = NAME.matcher(new String(document, UTF_8));
    if (name != null && !(told.find() && told.group(1).equalsIgnoreCase(name))) {
      String problem =
          "cannot list: what answers at %s does not say that it lists the bucket '%s'; set listing(uri)"
              .formatted(bucket, name);
      throw new StoreException(Kind.UNSUPPORTED, store, request.prefix(), problem, null);
    }
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
