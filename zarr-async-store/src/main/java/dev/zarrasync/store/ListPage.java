package dev.zarrasync.store;

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
   * An object as a listing shows it.
   *
   * @param key the object's key
   * @param size its size in bytes
   * @param etag its entity tag, or null if the store has none
   */
  public record ListedObject(String key, long size, @Nullable String etag) {}
}
