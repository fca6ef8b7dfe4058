package dev.zarrasync.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A flat map from keys to objects, read and written asynchronously.
 *
 * <p>A key is a {@code /}-separated path such as {@code "image/0/.zarray"}; {@link Keys} says which
 * strings are keys. An object is a sequence of bytes, possibly empty. A key without an object is
 * {@linkplain Fetched.Missing missing}: a value, not an error.
 *
 * <p>No method throws and none blocks: whatever goes wrong, a bad key included, completes the
 * returned future with a {@link StoreException}. Cancelling the future of a read abandons it: a
 * request that waits is never sent, one under way is aborted. Cancelling a future derived from it
 * (by {@code thenApply} and the like) does not.
 *
 * <p>A store implements {@link #get(String, GetOptions)}, {@link #put(String, byte[], Condition)},
 * {@link #deleteItems}, {@link #list} and {@link #url}; the short forms end in these.
 *
 * <p>Implementations are safe for use by many threads at once. A future may be completed on a
 * thread of the store, so functions chained to it must not block.
 */
public interface AsyncStore extends AutoCloseable {

  /**
   * Reads an object or a part of it. All other ways to read end here.
   *
   * @param key the object's key
   * @param options the bytes wanted, on which condition, and what is known of the object
   * @return the bytes, or {@link Fetched.Missing} if the key has no object, whatever the condition.
   *     Fails with {@link StoreException.Kind#UNSATISFIABLE_RANGE} if the object has no byte in the
   *     range, with {@link StoreException.Kind#NOT_MODIFIED} if it has not {@link Condition.Changed
   *     changed}, and with {@link StoreException.Kind#PRECONDITION_FAILED} if it has not stayed
   *     {@link Condition.Unchanged unchanged}. Where no server checks the condition, {@link
   *     GetOptions#checked} does.
   */
  CompletableFuture<Fetched> get(String key, GetOptions options);

  /**
   * Reads an object or a range of its bytes.
   *
   * @param key the object's key
   * @param range the bytes wanted
   * @return as {@link #get(String, GetOptions)} says
   */
  default CompletableFuture<Fetched> get(String key, ByteRange range) {
    return get(key, GetOptions.of(range));
  }

  /**
   * Reads a whole object.
   *
   * @param key the object's key
   * @return the bytes, or {@link Fetched.Missing} if the key has no object
   */
  default CompletableFuture<Fetched> get(String key) {
    return get(key, GetOptions.ALL);
  }

  /**
   * Reads many whole objects at once.
   *
   * <p>Each future fails or is cancelled on its own, without an effect on the others.
   *
   * @param keys the objects' keys; a key that occurs twice is read once
   * @return a future for each key, in the order of {@code keys}
   */
  default Map<String, CompletableFuture<Fetched>> getItems(Collection<String> keys) {
    Map<String, CompletableFuture<Fetched>> items = new LinkedHashMap<>();
    for (String key : keys) {
      items.computeIfAbsent(key, this::get);
    }
    return items;
  }

  /**
   * Lists keys in the order of their UTF-8 bytes, a page at a time.
   *
   * @param request which keys; {@link ListPage#next()} of a page is the request for the next one
   * @return a page. Fails with {@link StoreException.Kind#UNSUPPORTED} if the store cannot list.
   */
  CompletableFuture<ListPage> list(ListRequest request);

  /**
   * Stores an object whole, if a condition holds. No reader ever sees a part of it.
   *
   * @param key the object's key
   * @param value the bytes, which the caller must not change before the future completes
   * @param condition {@link Condition#NONE}, {@link Condition#ABSENT} or {@link
   *     Condition.Unchanged}
   * @return completes when every later read sees the object. Fails with {@link
   *     StoreException.Kind#PRECONDITION_FAILED} if the condition does not hold (it may have held
   *     for an earlier attempt of the same put whose answer was lost), and with {@link
   *     StoreException.Kind#UNSUPPORTED} if the store cannot write, or knows no such condition
   */
  CompletableFuture<Void> put(String key, byte[] value, Condition condition);

  /**
   * Stores an object whole, replacing any earlier one.
   *
   * @param key the object's key
   * @param value the bytes, which the caller must not change before the future completes
   * @return as {@link #put(String, byte[], Condition)} says
   */
  default CompletableFuture<Void> put(String key, byte[] value) {
    return put(key, value, Condition.NONE);
  }

  /**
   * Deletes objects. Deleting missing keys succeeds.
   *
   * @param keys the objects' keys
   * @return completes when every later read sees that the keys are missing; fails when all have
   *     been tried, with the error of one that could not be deleted
   */
  CompletableFuture<Void> deleteItems(Collection<String> keys);

  /**
   * Deletes an object. Deleting a missing key succeeds.
   *
   * @param key the object's key
   * @return as {@link #deleteItems} says
   */
  default CompletableFuture<Void> delete(String key) {
    return deleteItems(List.of(key));
  }

  /**
   * Returns where a key's object is or would be, for messages and logs. Never contains a
   * credential.
   *
   * @param key any string, also one that is not a key
   * @return a URL
   */
  String url(String key);

  /**
   * Returns how much may be in flight at once in this store. Readers plan by it.
   *
   * @return the limits
   */
  default Limits limits() {
    return Limits.DEFAULT;
  }

  /**
   * Says whether {@link #list} shows every object that {@link #get(String)} finds. A reader takes
   * what such a listing leaves out for missing, without asking for it, unless it is under an object
   * that the listing shows.
   *
   * @return false if a listing may leave out an object. A store may learn so from a listing: it
   *     says so before the page is given out.
   */
  default boolean listsCompletely() {
    return true;
  }

  /**
   * Returns a view of this store for who copies or deletes all that there is: its listings leave
   * out nothing for its name, and its operations take any name that the store can hold, also one
   * that is no key. What the store cannot hold fails with {@link StoreException.Kind#INVALID_KEY}.
   *
   * @return the view, which is not to be closed; by default this store
   */
  default AsyncStore anyNames() {
    return this;
  }

  /**
   * Releases what the store holds. Operations under way, and all later ones, fail with {@link
   * StoreException.Kind#CLOSED}. Closing twice has no effect.
   */
  @Override
  void close();
}
