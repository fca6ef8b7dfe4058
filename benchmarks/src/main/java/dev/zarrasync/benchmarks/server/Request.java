package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request to the server.
 *
 * @param method for example {@code GET}
 * @param path decoded, without the slash before it: the bucket, and perhaps a slash and a key
 * @param query as sent, or {@code ""}
 * @param range the value of the header Range, or null
 * @param expectsContinue whether the client waits for leave to send the body
 * @param body takes the body
 */
record Request(
    String method,
    String path,
    String query,
    @Nullable String range,
    boolean expectsContinue,
    ByteBuffer body) {

  /** The path under which the server is told what to do. */
  static final String CONTROL = "_control";

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /** The end of the head in a buffer that is being filled, or -1. */
  static int headEnd(ByteBuffer buffer) {
    // From the start: a body may have the same bytes.
    for (int i = 0; i <= buffer.position() - 4; i++) {
      // The two ends of line are CR LF CR LF.
      if (buffer.get(i) == '\r' && buffer.getInt(i) == 0x0D0A0D0A) {
        return i + 4;
      }
    }
    return -1;
  }

  static Request parse(ByteBuffer buffer, int end) {
    byte[] bytes = new byte[end];
    buffer.get(0, bytes);
    String head = new String(bytes, ISO_8859_1);
    int afterMethod = head.indexOf(' ');
    String target = head.substring(afterMethod + 2, head.indexOf(' ', afterMethod + 1));
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String length = header(head, "Content-Length");
    return new Request(
        head.substring(0, afterMethod),
        decode(path.replace("+", "%2B")),
        question < 0 ? "" : target.substring(question + 1),
        header(head, "Range"),
        header(head, "Expect") != null,
        length == null || length.equals("0")
            ? NONE
            : ByteBuffer.allocate(Integer.parseInt(length)));
  }

  boolean isControl() {
    return path.equals(CONTROL);
  }

  boolean isList() {
    return query.contains("list-type=2");
  }

  /** A parameter of the query, decoded; or {@code ""}. */
  String parameter(String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decode(pair.substring(name.length() + 1));
      }
    }
    return "";
  }

  private static @Nullable String header(String head, String name) {
    int line = head.indexOf("\r\n") + 2;
    while (line < head.length() - 2) {
      int end = head.indexOf("\r\n", line);
      if (head.regionMatches(true, line, name, 0, name.length())
          && head.charAt(line + name.length()) == ':') {
        return head.substring(line + name.length() + 1, end).strip();
      }
      line = end + 2;
    }
    return null;
  }

  private static String decode(String text) {
    return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, UTF_8);
  }
}
