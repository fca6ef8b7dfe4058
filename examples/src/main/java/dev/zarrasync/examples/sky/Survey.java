package dev.zarrasync.examples.sky;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/**
 * A HiPS survey in a store.
 *
 * @param store where it is: its root is the survey's
 * @param properties what it says of itself
 */
record Survey(AsyncStore store, SurveyProperties properties) {

  /**
   * Reads the survey's properties.
   *
   * @throws IOException if there are none, or they describe no image survey that we can read
   */
  static Survey open(AsyncStore store) throws IOException, InterruptedException {
    String key = SurveyProperties.KEY;
    Fetched fetched;
    try {
      fetched = store.get(key).get();
    } catch (ExecutionException e) {
      throw new IOException("The survey cannot be opened", e.getCause());
    }
    if (!(fetched instanceof Fetched.Found found)) {
      throw new StoreException(
          Kind.NOT_FOUND, store, key, "a HiPS survey has properties: is this its URL?", null);
    }
    try {
      String text = new String(found.bytes(), StandardCharsets.UTF_8);
      return new Survey(store, SurveyProperties.parse(text));
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          Kind.CORRUPT, store, key, "no survey that can be read: " + e.getMessage(), e);
    }
  }
}
