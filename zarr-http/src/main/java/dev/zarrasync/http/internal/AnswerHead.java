package dev.zarrasync.http.internal;

import static dev.zarrasync.http.internal.ExpectedBody.UNKNOWN;

import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks that the head of a successful answer is of what was asked for. */
final class AnswerHead {

  private final boolean isWeb;
  private final AsyncStore store;
  private final String key;
  private final GetOptions options;
  private final Head head;

  /**
   * @param isWeb whether the server may encode objects, and send the whole of one in answer to a
   *     range
   */
  AnswerHead(boolean isWeb, AsyncStore store, String key, GetOptions options, Head head) {
    this.isWeb = isWeb;
    this.store = store;
    this.key = key;
    this.options = options;
    this.head = head;
  }

  /**
   * Says what comes.
   *
   * @throws StoreException if it is not what was asked for
   */
  ExpectedBody body() throws StoreException {
    boolean isAll = options.range() instanceof ByteRange.All;
    if (isWeb) {
      refuseHtml();
    } else if (!isAll && head.status() != 206) {
      throw noPart();
    }
    // Some servers ignore conditions.
    if (!options.condition().holds(true, head.get("ETag"))) {
      throw StoreException.ifNotHolding(store, key, options.condition());
    }
    ExpectedBody body = isAll ? whole() : head.status() == 206 ? part() : partOfWhole();
    if (body.isAnnounced() && body.end() - body.start() > Found.MAX_LENGTH) {
      String problem = body.end() - body.start() + " bytes do not fit in an array: read ranges";
      throw new StoreException(Kind.TOO_LARGE, store, key, problem, null);
    }
    return body;
  }

  private ExpectedBody whole() throws StoreException {
    if (head.status() != 200) {
      throw bad("the status is " + head.status() + ", not 200");
    }
    long length = length();
    if (length == UNKNOWN && !saysWhenItEnds()) {
      throw bad("the answer does not say how long it is");
    }
    return ExpectedBody.all(length, isGzip());
  }

  private ExpectedBody part() throws StoreException {
    refuseEncoded();
    String header = head.get("Content-Range");
    ContentRange sent = ContentRange.parse(header);
    if (sent == null) {
      // It may repeat what was sent.
      boolean isPlain = header != null && header.matches("(bytes)?[ 0-9*/-]{0,60}");
      throw bad("the Content-Range is " + (isPlain ? "'" + header + "'" : "none of bytes"));
    }
    long length = length();
    if (!sent.answers(options.range()) || (length != UNKNOWN && length != sent.length())) {
      throw bad(
          "the answer has %s bytes and the Content-Range '%s', which is not %s"
              .formatted(length == UNKNOWN ? "some" : length, header, options.range()));
    }
    return new ExpectedBody(sent.length(), 0, sent.length(), sent.size(), false);
  }

  /** Object storage serves ranges, but for those of an empty object (RFC 9110, section 14.1.2). */
  private StoreException noPart() throws StoreException {
    if (head.status() == 200 && length() == 0) {
      return new StoreException(Kind.UNSATISFIABLE_RANGE, store, key, "the object is empty", null);
    }
    return bad("the server ignored the range: the status is " + head.status() + ", not 206");
  }

  /** The server ignored the range, as it may: the rest is received and dropped. */
  private ExpectedBody partOfWhole() throws StoreException {
    long size = length();
    if (size == UNKNOWN || isGzip()) {
      return whole(); // Where the part is in it is known when all of it is there.
    }
    long start = options.range().start(size);
    if (start < 0) {
      throw new StoreException(
          Kind.UNSATISFIABLE_RANGE, store, key, "the object has " + size + " bytes", null);
    }
    return new ExpectedBody(size, start, options.range().end(size), size, false);
  }

  private void refuseHtml() throws StoreException {
    String type = String.valueOf(head.get("Content-Type")).toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html") && !key.endsWith(".html") && !key.endsWith(".htm")) {
      throw new StoreException(
          Kind.OTHER,
          store,
          key,
          "a web page came instead of data: it may be a login, an error or a directory. Check the"
              + " base URL and the credentials",
          null);
    }
  }

  private void refuseEncoded() throws StoreException {
    if (isGzip()) {
      throw new StoreException(
          Kind.UNSUPPORTED,
          store,
          key,
          "the server encodes the object with gzip, and of that no range can be decoded",
          null);
    }
  }

  private boolean isGzip() throws StoreException {
    if (!isWeb) {
      return false; // It is stored as it comes.
    }
    String coding = head.get("Content-Encoding");
    boolean isGzip = isGzip(head);
    if (coding != null && !isGzip && !coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
      throw new StoreException(
          Kind.UNSUPPORTED,
          store,
          key,
          "the server encodes the object with '" + coding + "', though it was asked not to",
          null);
    }
    return isGzip;
  }

  /** Of what a web server encodes, a part cannot be decoded, but the whole can be asked for. */
  static boolean isPartOfEncoded(boolean isWeb, HttpRequest request, Head answer) {
    return isWeb && answer.status() == 206 && request.has("Range") && isGzip(answer);
  }

  static boolean isGzip(Head head) {
    String coding = head.get("Content-Encoding");
    return "gzip".equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding);
  }

  /** Of a weak one the bytes may differ (RFC 9110, section 8.8.1). */
  static @Nullable String strongEtag(Head head) {
    String etag = head.get("ETag");
    return etag == null || etag.startsWith("W/") ? null : etag;
  }

  /** RFC 9110, section 14.3. */
  static boolean announcesRanges(Head head) {
    return "bytes".equalsIgnoreCase(head.get("Accept-Ranges"));
  }

  private long length() throws StoreException {
    String header = head.get("Content-Length");
    if (header == null) {
      return UNKNOWN;
    }
    if (!isLength(header)) {
      throw bad("the Content-Length is '" + header + "'");
    }
    return Long.parseLong(header);
  }

  private static boolean isLength(String header) {
    for (int i = 0; i < header.length(); i++) {
      if (header.charAt(i) < '0' || header.charAt(i) > '9') {
        return false;
      }
    }
    return !header.isEmpty() && header.length() <= 18;
  }

  /** Otherwise the body ends with the connection, whatever ended that. */
  private boolean saysWhenItEnds() {
    String coding = String.valueOf(head.get("Transfer-Encoding")).toLowerCase(Locale.ROOT);
    return head.http2() || coding.contains("chunked");
  }

  private StoreException bad(String problem) {
    return new StoreException(Kind.BAD_RESPONSE, store, key, problem, null);
  }
}
