package dev.zarrasync.plan.internal;

import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that one listing shows, in the order of their UTF-8 bytes.
 *
 * @param prefix what they start with
 * @param after the range starts after this string
 * @param until the range ends before this string
 * @param slots how many keys a reader may look for in the range, stored or not
 */
public record KeyRange(String prefix, String after, String until, long slots) {

  public boolean contains(String key) {
    return key.startsWith(prefix)
        && Keys.ORDER.compare(key, after) > 0
        && Keys.ORDER.compare(key, until) < 0;
  }

  public boolean contains(KeyRange other) {
    return other.prefix.startsWith(prefix)
        && Keys.ORDER.compare(other.after, after) >= 0
        && Keys.ORDER.compare(other.until, until) <= 0;
  }

  public ListRequest request() {
    return ListRequest.all(prefix).startAfter(after);
  }

  /** Says whether a page that ends with a key shows the range to its end. */
  public boolean endsBy(String key) {
    return Keys.ORDER.compare(key, until) >= 0;
  }

  public KeyRange upTo(String key) {
    return new KeyRange(prefix, after, key + '\0', slots);
  }

  /**
   * Divides what comes after a key by the next character of the keys, a digit, so that its parts
   * can be listed side by side.
   */
  public List<KeyRange> restAfter(String key) {
    List<KeyRange> rest = new ArrayList<>();
    for (char digit = '0'; digit <= '9'; digit++) {
      String part = prefix + digit;
      boolean isBegun = key.startsWith(part);
      boolean isToCome = Keys.ORDER.compare(part, key) > 0 && Keys.ORDER.compare(part, until) < 0;
      if (isBegun || isToCome) {
        String start = isBegun ? key : prefix + (char) (digit - 1);
        rest.add(new KeyRange(part, max(start, after), until, slots));
      }
    }
    return rest;
  }

  private static String max(String a, String b) {
    return Keys.ORDER.compare(a, b) >= 0 ? a : b;
  }
}
