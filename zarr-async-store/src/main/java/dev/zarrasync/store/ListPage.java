package dev.zarrasync.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, in the order of the keys' UTF-8 bytes.
 *
 * @param objects the objects
 * @param prefixes in a grouped listing the directories, each with its closing {@code /}; otherwise
 *     empty
 * @param next the request for the next page, or null if this is the last one
 */
public record ListPage(
    List<ListedObject> objects, List<String> prefixes, @Nullable ListRequest next) {

  /** Copies the lists. */
  public ListPage {
    objects = List.copyOf(objects);
    prefixes = List.copyOf(prefixes);
  }

  /**
   * Makes a page of what a server lists, without what is no key. For stores that hold nothing else.
   *
   * @param request what was asked for
   * @param objects the objects
   * @param prefixes the directories
   * @param token where the next page starts, or null if this is the last one
   * @return the page
   * @throws IllegalArgumentException if it is not what was asked for: if a name does not start with
   *     the prefix, or the next page would be this one again
   */
  public static ListPage ofKeys(
      ListRequest request,
      List<ListedObject> objects,
      List<String> prefixes,
      @Nullable String token) {
    return of(request, objects, prefixes, token).onlyKeys();
  }

  /**
   * Makes a page of all that a server lists. For stores, whose callers see {@linkplain #onlyKeys()
   * keys} unless they ask for {@linkplain AsyncStore#anyNames() any names}.
   *
   * @param request what was asked for
   * @param objects the objects
   * @param prefixes the directories
   * @param token where the next page starts, or null if this is the last one
   * @return the page
   * @throws IllegalArgumentException if it is not what was asked for: if a name does not start with
   *     the prefix, or the next page would be this one again
   */
  public static ListPage of(
      ListRequest request,
      List<ListedObject> objects,
      List<String> prefixes,
      @Nullable String token) {
    for (ListedObject object : objects) {
      checkAsked(request, object.key());
    }
    for (String prefix : prefixes) {
      checkAsked(request, prefix);
    }
    if (token != null && token.equals(request.token())) {
      throw new IllegalArgumentException("it goes on where it started");
    }
    return new ListPage(objects, prefixes, token == null ? null : request.token(token));
  }

  /**
   * Leaves out what is no key.
   *
   * @return a page of keys
   */
  public ListPage onlyKeys() {
    List<ListedObject> keys = new ArrayList<>(objects.size());
    for (ListedObject object : objects) {
      if (Keys.problem(object.key()) == null) {
        keys.add(object);
      }
    }
    List<String> directories = new ArrayList<>(prefixes.size());
    for (String prefix : prefixes) {
      if (prefix.endsWith("/") && Keys.problem(prefix.substring(0, prefix.length() - 1)) == null) {
        directories.add(prefix);
      }
    }
    return new ListPage(keys, directories, next);
  }

  /** What is elsewhere could be read, or deleted, in place of what was asked for. */
  private static void checkAsked(ListRequest request, String name) {
    if (!name.startsWith(request.prefix())) {
      throw new IllegalArgumentException(
          "it has '" + name + "', which does not start with '" + request.prefix() + "'");
    }
  }

  /**
   * An object as a listing shows it.
   *
   * @param key the object's key
   * @param size its size in bytes
   * @param etag its entity tag, or null if the store has none
   */
  public record ListedObject(String key, long size, @Nullable String etag) {

    /** Checks the size. */
    public ListedObject {
      if (size < 0) {
        throw new IllegalArgumentException("The size of '" + key + "' is " + size);
      }
    }
  }
}
