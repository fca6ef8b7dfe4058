package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes text as the signature of a request has it: all but unreserved characters (RFC 3986,
 * section 2.3) by the bytes of UTF-8 in hexadecimal digits.
 */
final class PercentEncoding {

  private static final String DIGITS = "0123456789ABCDEF";

  private PercentEncoding() {}

  /** Writes a part of a path, or of a query. */
  static String of(String text) {
    return encoded(text, false);
  }

  /** Writes a path, with its slashes as they are. */
  static String ofPath(String path) {
    return encoded(path, true);
  }

  private static String encoded(String text, boolean keepsSlashes) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      if (isUnreserved(b) || (keepsSlashes && b == '/')) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(DIGITS.charAt((b >> 4) & 15)).append(DIGITS.charAt(b & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
