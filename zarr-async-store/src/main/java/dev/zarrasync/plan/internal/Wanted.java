package dev.zarrasync.plan.internal;

import java.util.List;

/**
 * The items that a reader wants, each of one key, in the reader's order. Immutable.
 *
 * @param <T> the type of the items
 */
public interface Wanted<T> {

  /**
   * Counts the items.
   *
   * @return how many
   */
  int count();

  /**
   * Returns an item.
   *
   * @param position from 0 to {@link #count()} - 1
   * @return the item
   */
  T item(int position);

  /**
   * Returns the key of an item.
   *
   * @param item the item
   * @return its key
   */
  String key(T item);

  /**
   * Finds an item.
   *
   * @param key any key
   * @return the position of its item, or -1 if it is not wanted
   */
  int position(String key);

  /**
   * Returns ways to list the keys.
   *
   * @return each a few ranges that hold every wanted key and do not overlap; empty if there is none
   */
  List<List<KeyRange>> listings();
}
