package dev.zarrasync.store;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Opens the stores of some schemes of URLs. {@link Stores} finds providers by {@link
 * java.util.ServiceLoader}: a jar names its own in {@code
 * META-INF/services/dev.zarrasync.store.StoreProvider}.
 *
 * <p>Safe for use by many threads at once.
 */
public interface StoreProvider {

  /**
   * Returns the schemes that it knows.
   *
   * @return for example {@code s3}, in lower case
   */
  Set<String> schemes();

  /**
   * Returns the options that it takes.
   *
   * @return their names, which are best those of methods of a builder
   */
  Set<String> options();

  /**
   * Opens a store. Sends no request.
   *
   * @param url of one of the {@link #schemes()}
   * @param options none but those of {@link #options()}
   * @return the store
   * @throws IllegalArgumentException if the URL or an option cannot be right. The message has no
   *     value of an option and no query, which may be secret.
   */
  AsyncStore open(URI url, Map<String, String> options);
}
