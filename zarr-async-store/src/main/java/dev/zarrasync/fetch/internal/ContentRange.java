package dev.zarrasync.fetch.internal;

import dev.zarrasync.store.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes an answer to a range request has (RFC 9110, section 14.4). For transports over HTTP.
 *
 * @param start the first byte
 * @param end after the last byte
 * @param size of the whole object
 */
public record ContentRange(long start, long end, long size) {

  private static final Pattern HEADER =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  /**
   * Reads a {@code Content-Range} header.
   *
   * @param header its value, or null if there is none
   * @return the range, or null if the header does not say which bytes of how many there are
   */
  public static @Nullable ContentRange parse(@Nullable String header) {
    Matcher matcher = HEADER.matcher(header == null ? "" : header);
    return matcher.matches()
        ? new ContentRange(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)) + 1,
            Long.parseLong(matcher.group(3)))
        : null;
  }

  /**
   * Writes a {@code Range} header (RFC 9110, section 14.2).
   *
   * @param range the bytes wanted
   * @return its value, or null if no header is needed
   */
  public static @Nullable String request(ByteRange range) {
    if (range instanceof ByteRange.Span span) {
      return "bytes=" + span.offset() + "-" + (span.offset() + span.length() - 1);
    }
    if (range instanceof ByteRange.From from) {
      return "bytes=" + from.offset() + "-";
    }
    if (range instanceof ByteRange.Suffix suffix) {
      return "bytes=-" + suffix.length();
    }
    return null;
  }

  /**
   * Says whether these are the bytes that were asked for.
   *
   * @param range the bytes wanted
   * @return true if so
   */
  public boolean answers(ByteRange range) {
    return start == range.start(size) && end == range.end(size);
  }

  /**
   * Counts the bytes.
   *
   * @return how many
   */
  public long length() {
    return end - start;
  }
}
