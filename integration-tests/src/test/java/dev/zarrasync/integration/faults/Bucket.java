package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a server, and what it answers where no fault is: as S3 does, without signatures.
 */
final class Bucket {

  static final String PATH = "/bucket";

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d+)");
  private static final int PAGE = 1_000;

  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  /** Has what a store in memory has. */
  static Bucket of(MemoryStore store) {
    Bucket bucket = new Bucket();
    for (ListRequest next = ListRequest.all(""); next != null; ) {
      var page = store.list(next).join();
      for (ListedObject object : page.objects()) {
        bucket.objects.put(object.key(), ((Found) store.get(object.key()).join()).bytes());
      }
      next = page.next();
    }
    return bucket;
  }

  void put(String key, byte[] object) {
    objects.put(key, object);
  }

  /** Returns what is there, or null. */
  byte[] get(String key) {
    return objects.get(key);
  }

  Answer answer(Question question) {
    String path = URLDecoder.decode(question.path().replace("+", "%2B"), UTF_8);
    if (path.length() <= PATH.length() + 1) {
      return page(parameters(question.query()));
    }
    String key = path.substring(PATH.length() + 1);
    if (question.method().equals("PUT")) {
      objects.put(key, question.body());
      return Answer.of(200).of(200, Map.of("ETag", etag(question.body())));
    }
    byte[] object = objects.get(key);
    return object == null ? Answer.error(404, "NoSuchKey") : part(object, question.range());
  }

  private static Answer part(byte[] object, String range) {
    Matcher asked = RANGE.matcher(range);
    if (!asked.matches()) {
      return new Answer(200, Map.of("ETag", etag(object)), object, object);
    }
    boolean isSuffix = asked.group(1).isEmpty();
    int last = Integer.parseInt(asked.group(2));
    int start = isSuffix ? Math.max(0, object.length - last) : Integer.parseInt(asked.group(1));
    int end = isSuffix ? object.length : Math.min(object.length, last + 1);
    ContentRange sent = new ContentRange(start, end, object.length);
    return new Answer(
        206,
        Map.of("ETag", etag(object), "Content-Range", header(sent)),
        Arrays.copyOfRange(object, start, end),
        object);
  }

  static String header(ContentRange range) {
    return "bytes %d-%d/%d".formatted(range.start(), range.end() - 1, range.size());
  }

  private static String etag(byte[] object) {
    return "\"%x\"".formatted(Arrays.hashCode(object));
  }

  private static Map<String, String> parameters(String query) {
    return Stream.of(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> pair.length == 1 ? "" : URLDecoder.decode(pair[1], UTF_8)));
  }

  /** A page of ListObjectsV2, whose token is the last key of the page before. */
  private Answer page(Map<String, String> parameters) {
    String prefix = parameters.getOrDefault("prefix", "");
    String after =
        parameters.getOrDefault("continuation-token", parameters.getOrDefault("start-after", ""));
    int most = Math.min(PAGE, Integer.parseInt(parameters.getOrDefault("max-keys", "1000")));
    List<String> keys =
        objects.tailMap(prefix).keySet().stream()
            .takeWhile(key -> key.startsWith(prefix))
            .filter(key -> key.compareTo(after) > 0)
            .limit(most + 1L)
            .toList();
    List<String> shown = keys.subList(0, Math.min(most, keys.size()));
    StringBuilder page = new StringBuilder("<ListBucketResult><IsTruncated>");
    page.append(keys.size() > most).append("</IsTruncated>");
    if (keys.size() > most) {
      page.append("<NextContinuationToken>").append(shown.get(most - 1));
      page.append("</NextContinuationToken>");
    }
    for (String key : shown) {
      byte[] object = objects.get(key);
      page.append(
          "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
              .formatted(key, object.length, etag(object)));
    }
    page.append("</ListBucketResult>");
    return Answer.of(200, page.toString().getBytes(UTF_8));
  }
}
