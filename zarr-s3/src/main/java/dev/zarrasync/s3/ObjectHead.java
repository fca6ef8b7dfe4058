package dev.zarrasync.s3;

import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Checks that the head of a successful answer is of what was asked for. */
final class ObjectHead {

  private static final Pattern CONTENT_LENGTH = Pattern.compile("\\d{1,18}");
  private static final Pattern CONTENT_RANGE = Pattern.compile("(bytes)?[ 0-9*/-]{0,60}");
  private static final long UNKNOWN = -1;

  private final AsyncStore store;
  private final String key;
  private final ByteRange range;
  private final SdkHttpResponse head;

  /**
   * What a head announces.
   *
   * @param length of the body in bytes
   * @param objectSize of the whole object in bytes
   */
  record Body(int length, long objectSize) {}

  ObjectHead(AsyncStore store, String key, ByteRange range, SdkHttpResponse head) {
    this.store = store;
    this.key = key;
    this.range = range;
    this.head = head;
  }

  /**
   * Says what comes.
   *
   * @throws StoreException if it is not what was asked for
   */
  Body body() throws StoreException {
    int status = head.statusCode();
    long contentLength = contentLength();
    if (range instanceof ByteRange.All) {
      return whole(status, contentLength);
    }
    if (status == 206) {
      return part(contentLength, head.firstMatchingHeader("Content-Range").orElse(""));
    }
    if (status == 200 && contentLength == 0) {
      // All of an empty object, as RFC 9110, section 14.1.2, lets a server answer.
      throw problem(Kind.UNSATISFIABLE_RANGE, "the object is empty");
    }
    throw bad("the server ignored the range: the status is " + status + ", not 206");
  }

  private long contentLength() {
    return head.firstMatchingHeader("Content-Length")
        .filter(header -> CONTENT_LENGTH.matcher(header).matches())
        .map(Long::parseLong)
        .orElse(UNKNOWN);
  }

  private Body whole(int status, long contentLength) throws StoreException {
    if (status != 200) {
      throw bad("the status is " + status + ", not 200");
    }
    if (contentLength == UNKNOWN) {
      throw bad("the answer does not say how long it is");
    }
    return body(contentLength, contentLength);
  }

  private Body part(long contentLength, String header) throws StoreException {
    ContentRange sent = ContentRange.parse(header);
    if (sent == null) {
      // It may repeat what was sent.
      throw bad(
          CONTENT_RANGE.matcher(header).matches()
              ? "the Content-Range is '" + header + "'"
              : "the Content-Range is none of bytes");
    }
    if (!sent.answers(range) || (contentLength != UNKNOWN && contentLength != sent.length())) {
      throw bad(
          "the answer has %s bytes and the Content-Range '%s', which is not %s"
              .formatted(contentLength == UNKNOWN ? "some" : contentLength, header, range));
    }
    return body(sent.length(), sent.size());
  }

  private Body body(long length, long objectSize) throws StoreException {
    if (length > Found.MAX_LENGTH) {
      throw problem(Kind.TOO_LARGE, length + " bytes do not fit in an array: read ranges");
    }
    return new Body((int) length, objectSize);
  }

  private StoreException bad(String problem) {
    return problem(Kind.BAD_RESPONSE, problem);
  }

  private StoreException problem(Kind kind, String problem) {
    return new StoreException(kind, store, key, problem, null);
  }
}
