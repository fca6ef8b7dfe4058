package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer to ListObjectsV2. */
final class Listing {

  private static final int MAX_KEYS = 1_000;

  /** An object of the listing, with its bucket before its key. */
  record Item(String path, long size, String etag) {}

  private Listing() {}

  /**
   * Lists a page.
   *
   * @param request its path is the bucket
   * @param objects gives those from a path on, in order
   */
  static String of(Request request, Function<String, Iterable<Item>> objects) {
    String bucket = request.path().replace("/", "") + "/";
    String prefix = bucket + request.parameter("prefix");
    String delimiter = request.parameter("delimiter");
    String token = request.parameter("continuation-token");
    String after = bucket + (token.isEmpty() ? request.parameter("start-after") : token);
    int maxKeys =
        request.parameter("max-keys").isEmpty()
            ? MAX_KEYS
            : Math.min(MAX_KEYS, Integer.parseInt(request.parameter("max-keys")));

    StringBuilder contents = new StringBuilder();
    int count = 0;
    String last = "";
    for (Item item : objects.apply(after.compareTo(prefix) > 0 ? after : prefix)) {
      if (!item.path().startsWith(prefix)) {
        break;
      }
      String group = group(item.path(), prefix, delimiter);
      String entry = group == null ? item.path() : group;
      // The token of a page that ends in a group is the group: what is in it is passed over.
      if (item.path().compareTo(after) <= 0
          || (group != null && (group.equals(last) || after.startsWith(group)))) {
        continue;
      }
      if (count == maxKeys) {
        return page(contents, last.substring(bucket.length()));
      }
      count++;
      last = entry;
      String key = encode(entry.substring(bucket.length()));
      if (group == null) {
        contents
            .append("<Contents><Key>")
            .append(key)
            .append("</Key><LastModified>2026-11-21T00:00:00.000Z</LastModified><ETag>")
            .append(item.etag().replace("\"", "&quot;"))
            .append("</ETag><Size>")
            .append(item.size())
            .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
      } else {
        contents
            .append("<CommonPrefixes><Prefix>")
            .append(key)
            .append("</Prefix></CommonPrefixes>");
      }
    }
    return page(contents, "");
  }

  private static @Nullable String group(String path, String prefix, String delimiter) {
    int end = delimiter.isEmpty() ? -1 : path.indexOf(delimiter, prefix.length());
    return end < 0 ? null : path.substring(0, end + delimiter.length());
  }

  private static String page(StringBuilder contents, String token) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>"
        + "<EncodingType>url</EncodingType><IsTruncated>"
        + !token.isEmpty()
        + "</IsTruncated>"
        + (token.isEmpty() ? "" : "<NextContinuationToken>" + token + "</NextContinuationToken>")
        + contents
        + "</ListBucketResult>";
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, UTF_8).replace("%2F", "/").replace("+", "%20");
  }
}
