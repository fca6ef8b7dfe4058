package dev.zarrasync.store;

import org.jspecify.annotations.Nullable;

/**
 * Which keys to list.
 *
 * @param prefix what the keys start with: any string, not only whole path segments; {@code ""} for
 *     all
 * @param grouped whether keys that have a {@code /} after the prefix are grouped into {@link
 *     ListPage#prefixes()}, as the listing of one directory
 * @param startAfter list only keys after this one, in the order of UTF-8 bytes; {@code ""} for all.
 *     Not to be used with {@code grouped}, where servers disagree.
 * @param pageSize how many keys and prefixes a page has at most, from 1 to 1,000
 * @param token where a next page starts, known to the store alone; null for the first page
 */
public record ListRequest(
    String prefix, boolean grouped, String startAfter, int pageSize, @Nullable String token) {

  /** The largest page. */
  public static final int MAX_PAGE_SIZE = 1_000;

  /** Checks the page size. */
  public ListRequest {
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("The page size " + pageSize + " is not in 1..1000");
    }
    if (grouped && !startAfter.isEmpty()) {
      throw new IllegalArgumentException("A grouped listing cannot start after a key");
    }
  }

  /**
   * Asks for all keys that start with a prefix.
   *
   * @param prefix the prefix
   * @return the request for the first page
   */
  public static ListRequest all(String prefix) {
    return new ListRequest(prefix, false, "", MAX_PAGE_SIZE, null);
  }

  /**
   * Asks for the direct children of a directory.
   *
   * @param prefix the directory with its closing {@code /}, or {@code ""} for the root
   * @return the request for the first page
   */
  public static ListRequest children(String prefix) {
    return new ListRequest(prefix, true, "", MAX_PAGE_SIZE, null);
  }

  /**
   * Asks for keys after a given one.
   *
   * @param key the key
   * @return this request with another start
   */
  public ListRequest startAfter(String key) {
    return new ListRequest(prefix, grouped, key, pageSize, token);
  }

  /**
   * Asks for smaller pages.
   *
   * @param size how many keys and prefixes a page has at most, from 1 to 1,000
   * @return this request with another page size
   */
  public ListRequest pageSize(int size) {
    return new ListRequest(prefix, grouped, startAfter, size, token);
  }

  /**
   * Asks for a later page. For stores.
   *
   * @param nextToken where the page starts
   * @return this request for that page
   */
  public ListRequest token(String nextToken) {
    return new ListRequest(prefix, grouped, startAfter, pageSize, nextToken);
  }
}
