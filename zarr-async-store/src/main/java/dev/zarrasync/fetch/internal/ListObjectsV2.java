package dev.zarrasync.fetch.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request {@code ListObjectsV2} of S3's REST API, for stores that send it themselves.
 *
 * <p>The document is read as a stream, without a document type or entities, so that it takes no
 * more memory than its keys.
 */
public final class ListObjectsV2 {

  private final List<RawObject> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private boolean encoded;
  private boolean truncated;
  private @Nullable String token;

  private record RawObject(String key, String size, @Nullable String etag) {}

  /**
   * The parameters of the request's URL.
   *
   * @param request what to list
   * @return names and values, not encoded, in the order of the names
   */
  public static Map<String, String> parameters(ListRequest request) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("list-type", "2");
    // XML cannot hold every character that a key can.
    parameters.put("encoding-type", "url");
    parameters.put("max-keys", Integer.toString(request.pageSize()));
    if (!request.prefix().isEmpty()) {
      parameters.put("prefix", request.prefix());
    }
    if (request.grouped()) {
      parameters.put("delimiter", "/");
    }
    if (!request.startAfter().isEmpty()) {
      parameters.put("start-after", request.startAfter());
    }
    if (request.token() != null) {
      parameters.put("continuation-token", request.token());
    }
    return parameters;
  }

  /**
   * Reads the answer.
   *
   * @param store named in errors
   * @param request what was listed
   * @param document the whole answer
   * @return the page, also of what is no key
   * @throws StoreException of kind {@code BAD_RESPONSE} if the document is not such an answer
   */
  public static ListPage page(AsyncStore store, ListRequest request, byte[] document)
      throws StoreException {
    try {
      return read(document).page(request);
    } catch (RuntimeException e) { // The JDK's parser throws others than its own, too.
      // Not as the cause: its message may quote what the server was sent and repeats.
      throw new StoreException(
          StoreException.Kind.BAD_RESPONSE,
          store,
          request.prefix(),
          "the answer is not a listing of S3: " + reason(e),
          null);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof NotAListing known) {
      return known.problem;
    }
    return e instanceof XmlElements.Malformed
        ? "it is not the XML of one"
        : "a value in it is malformed";
  }

  /** What a listing lacks, in words of our own. */
  private static final class NotAListing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String problem;

    NotAListing(String problem) {
      super(problem);
      this.problem = problem;
    }
  }

  private static ListObjectsV2 read(byte[] document) {
    try {
      return new ListObjectsV2(new PlainElements(document));
    } catch (XmlElements.Malformed notPlain) {
      return new ListObjectsV2(new StaxElements(document));
    }
  }

  private ListObjectsV2(XmlElements xml) {
    if (!"ListBucketResult".equals(xml.next())) {
      throw new NotAListing("its root is not <ListBucketResult>");
    }
    for (String name = xml.next(); name != null; name = xml.next()) {
      switch (name) {
        case "Contents" -> objects.add(object(xml));
        case "CommonPrefixes" -> prefixes.add(required(children(xml), "Prefix"));
        case "EncodingType" -> encoded = xml.text().equals("url");
        case "IsTruncated" -> truncated = xml.text().equals("true");
        case "NextContinuationToken" -> token = xml.text();
        default -> xml.skip();
      }
    }
  }

  private static RawObject object(XmlElements xml) {
    Map<String, String> fields = children(xml);
    return new RawObject(required(fields, "Key"), required(fields, "Size"), fields.get("ETag"));
  }

  private static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new NotAListing("an entry has no <" + name + ">");
    }
    return value;
  }

  /** Reads the texts of an element's children. What they have inside is skipped. */
  private static Map<String, String> children(XmlElements xml) {
    Map<String, String> texts = new TreeMap<>();
    for (String name = xml.next(); name != null; name = xml.next()) {
      switch (name) {
        case "Key", "Size", "ETag", "Prefix" -> texts.put(name, xml.text());
        default -> xml.skip();
      }
    }
    return texts;
  }

  private ListPage page(ListRequest request) {
    List<ListedObject> listed = new ArrayList<>(objects.size());
    for (RawObject o : objects) {
      listed.add(new ListedObject(decode(o.key), Long.parseLong(o.size), o.etag));
    }
    List<String> directories = new ArrayList<>(prefixes.size());
    for (String prefix : prefixes) {
      directories.add(decode(prefix));
    }
    return ListPage.of(request, listed, directories, next());
  }

  private @Nullable String next() {
    if (!truncated) {
      return null;
    }
    if (token == null) {
      throw new NotAListing("it is truncated and does not say where it goes on");
    }
    return token;
  }

  private String decode(String text) {
    return encoded ? URLDecoder.decode(text, UTF_8) : text;
  }
}
