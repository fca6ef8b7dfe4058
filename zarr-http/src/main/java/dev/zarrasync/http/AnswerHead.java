package dev.zarrasync.http;

import static dev.zarrasync.http.ExpectedBody.UNKNOWN;

import dev.zarrasync.fetch.ContentRange;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Locale;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Checks that the head of a successful answer is of what was asked for. */
final class AnswerHead {

  private final HttpTransport store;
  private final String key;
  private final GetOptions options;
  private final Response response;

  AnswerHead(HttpTransport store, String key, GetOptions options, Response response) {
    this.store = store;
    this.key = key;
    this.options = options;
    this.response = response;
  }

  /**
   * Says what comes.
   *
   * @throws StoreException if it is not what was asked for
   */
  ExpectedBody body() throws StoreException {
    refuseHtml();
    // Some servers ignore conditions.
    if (!options.condition().holds(true, header(HttpHeader.ETAG))) {
      throw StoreException.ifNotHolding(store, key, options.condition());
    }
    ExpectedBody body =
        options.range() instanceof ByteRange.All
            ? whole()
            : response.getStatus() == 206 ? part() : partOfWhole();
    if (body.isAnnounced() && body.end() - body.start() > Found.MAX_LENGTH) {
      String problem = body.end() - body.start() + " bytes do not fit in an array: read ranges";
      throw store.problem(Kind.TOO_LARGE, key, problem, null);
    }
    return body;
  }

  private ExpectedBody whole() throws StoreException {
    if (response.getStatus() != 200) {
      throw bad("the status is " + response.getStatus() + ", not 200");
    }
    long length = length();
    if (length == UNKNOWN && !saysWhenItEnds()) {
      throw bad("the answer does not say how long it is");
    }
    return ExpectedBody.all(length, isGzip());
  }

  private ExpectedBody part() throws StoreException {
    refuseEncoded();
    String header = header(HttpHeader.CONTENT_RANGE);
    ContentRange sent = ContentRange.parse(header);
    if (sent == null) {
      throw bad("the Content-Range is '" + header + "'");
    }
    long length = length();
    if (!sent.answers(options.range()) || (length != UNKNOWN && length != sent.length())) {
      throw bad(
          "the answer has %s bytes and the Content-Range '%s', which is not %s"
              .formatted(length == UNKNOWN ? "some" : length, header, options.range()));
    }
    return new ExpectedBody(sent.length(), 0, sent.length(), sent.size(), false);
  }

  /** The server ignored the range, as it may: the rest is received and dropped. */
  private ExpectedBody partOfWhole() throws StoreException {
    long size = length();
    if (size == UNKNOWN || isGzip()) {
      return whole(); // Where the part is in it is known when all of it is there.
    }
    long start = options.range().start(size);
    if (start < 0) {
      throw unsatisfiable(store, key, size);
    }
    return new ExpectedBody(size, start, options.range().end(size), size, false);
  }

  static StoreException unsatisfiable(HttpTransport store, String key, long size) {
    return store.problem(Kind.UNSATISFIABLE_RANGE, key, "the object has " + size + " bytes", null);
  }

  private void refuseHtml() throws StoreException {
    String type = String.valueOf(header(HttpHeader.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html") && !key.endsWith(".html") && !key.endsWith(".htm")) {
      throw store.problem(
          Kind.OTHER,
          key,
          "a web page came instead of data: it may be a login, an error or a directory. Check the"
              + " base URL and the credentials",
          null);
    }
  }

  private void refuseEncoded() throws StoreException {
    if (isGzip()) {
      throw store.problem(
          Kind.UNSUPPORTED,
          key,
          "the server encodes the object with gzip, and of that no range can be decoded",
          null);
    }
  }

  private boolean isGzip() throws StoreException {
    String coding = header(HttpHeader.CONTENT_ENCODING);
    boolean isGzip = isGzip(response.getHeaders());
    if (coding != null && !isGzip && !coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
      throw store.problem(
          Kind.UNSUPPORTED,
          key,
          "the server encodes the object with '" + coding + "', though it was asked not to",
          null);
    }
    return isGzip;
  }

  static boolean isGzip(HttpFields head) {
    String coding = head.get(HttpHeader.CONTENT_ENCODING);
    return "gzip".equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding);
  }

  private long length() throws StoreException {
    String header = header(HttpHeader.CONTENT_LENGTH);
    if (header == null) {
      return UNKNOWN;
    }
    if (!header.matches("\\d{1,18}")) {
      throw bad("the Content-Length is '" + header + "'");
    }
    return Long.parseLong(header);
  }

  /** Otherwise the body ends with the connection, whatever ended that. */
  private boolean saysWhenItEnds() {
    return response.getVersion() == HttpVersion.HTTP_2
        || response.getHeaders().contains(HttpHeader.TRANSFER_ENCODING, "chunked");
  }

  private @Nullable String header(HttpHeader name) {
    return response.getHeaders().get(name);
  }

  private StoreException bad(String problem) {
    return store.problem(Kind.BAD_RESPONSE, key, problem, null);
  }
}
