package dev.zarrasync.examples;

import dev.zarrasync.fetch.Progress;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.Fetched;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reads many objects at once, without JZarr, and follows the progress. A key without an object is a
 * value, {@link Fetched.Missing}; whatever goes wrong fails the future of its key alone.
 *
 * <p>Run it with {@code <bucket> <key>...}.
 */
public final class PureAsync {

  private PureAsync() {}

  /**
   * Reads objects.
   *
   * @param args a bucket, and keys in it
   * @throws Exception if one cannot be read
   */
  public static void main(String[] args) throws Exception {
    List<String> keys = Arrays.asList(args).subList(1, args.length);
    try (S3Store store = S3Store.builder().bucket(args[0]).build()) {
      Map<String, CompletableFuture<Fetched>> items = store.getItems(keys);
      Progress.follow(
          items, (done, total, bytes) -> System.out.println(done + " of " + total + " keys"));
      for (String key : items.keySet()) {
        System.out.println(key + ": " + describe(items.get(key).get()));
      }
    }
  }

  private static String describe(Fetched fetched) {
    return fetched instanceof Fetched.Found found ? found.bytes().length + " bytes" : "missing";
  }
}
