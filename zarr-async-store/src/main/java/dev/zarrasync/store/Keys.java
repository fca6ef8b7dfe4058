package dev.zarrasync.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which strings are keys, and their order.
 *
 * <p>A key is one or more segments joined by {@code /}. No segment is empty, {@code "."} or {@code
 * ".."}, which file systems and URLs (RFC 3986, section 5.2.4) would resolve to another key, and
 * none contains NUL or an unpaired surrogate. All other characters are allowed.
 */
public final class Keys {

  /** The order of listings: by the keys' UTF-8 bytes. */
  public static final Comparator<String> ORDER =
      new Comparator<>() {
        @Override
        public int compare(String a, String b) {
          return compareCodePoints(a, b);
        }
      };

  private Keys() {}

  /**
   * Says what keeps a string from being a key.
   *
   * @param key the string
   * @return the problem, or null if it is a key
   */
  public static @Nullable String problem(String key) {
    return problem(key, false);
  }

  private static @Nullable String problem(String key, boolean isFlat) {
    if (key.isEmpty()) {
      return "it is empty";
    }
    if (key.indexOf('\0') >= 0) {
      return "it contains NUL";
    }
    for (int start = 0; start <= key.length(); ) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      String problem = problemOfSegment(key, start, end, isFlat);
      if (problem != null) {
        return problem;
      }
      start = end + 1;
    }
    return isUnicode(key) ? null : "it is not valid Unicode";
  }

  private static @Nullable String problemOfSegment(String key, int start, int end, boolean isFlat) {
    boolean isDots = key.startsWith("..", start) && end - start == 2;
    boolean isDot = key.startsWith(".", start) && end - start == 1;
    if (start == end && !isFlat) {
      return "it has an empty segment";
    }
    return isDots || (isDot && !isFlat)
        ? "it has a segment '" + key.substring(start, end) + "'"
        : null;
  }

  private static boolean isUnicode(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (Character.isSurrogate(key.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(key);
      }
    }
    return true;
  }

  /**
   * Says what keeps a string from being the name of an object in a flat store, such as a bucket:
   * there, empty segments and {@code "."} are parts of a name like any other. {@code ".."} is not,
   * because what stands between us and the server may resolve it, and it would leave the store.
   *
   * @param name the string
   * @return the problem, or null if it is a name
   */
  public static @Nullable String flatProblem(String name) {
    return problem(name, true);
  }

  /**
   * Says whether a key is under one of some objects, as {@code "a/b/c"} is under {@code "a"}. A
   * listing does not tell whether it is missing: a directory that a store cannot look into is
   * listed as an object.
   *
   * @param key the key
   * @param objects the objects' keys
   * @return whether it is
   */
  public static boolean isUnderAny(String key, Set<String> objects) {
    for (int end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
      if (objects.contains(key.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes a key as the path of a URL (RFC 3986, section 3.3). For stores.
   *
   * @param key any string, also one that is not a key
   * @return the string, percent-encoded but for its slashes
   */
  public static String toUrlPath(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (!isUnreserved(key.charAt(i))) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
        return encoded.replace("+", "%20").replace("%2F", "/");
      }
    }
    return key;
  }

  private static boolean isUnreserved(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '/'
        || c == '.'
        || c == '-'
        || c == '_';
  }

  /** UTF-8 sorts by code point, {@link String#compareTo} by UTF-16 unit: surrogates differ. */
  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        int bySurrogate = Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
        return bySurrogate != 0 ? bySurrogate : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
