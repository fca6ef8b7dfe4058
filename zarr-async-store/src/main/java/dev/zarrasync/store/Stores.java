package dev.zarrasync.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Opens stores by their URLs, for programs that are told at run time where their data is:
 *
 * <pre>{@code
 * try (AsyncStore store = Stores.open("s3://bucket/prefix?region=eu-central-1")) {
 *   ZarrArray array = JZarrs.openArray(store, "path/to/array");
 * }
 * }</pre>
 *
 * <table>
 *   <caption>What a location may be</caption>
 *   <tr><th>location</th><th>store</th><th>artifact</th></tr>
 *   <tr><td>{@code s3://bucket/prefix?endpoint=…&region=…}</td><td>{@code S3Store}</td>
 *   <td>{@code zarr-s3}</td></tr>
 *   <tr><td>{@code https://…}, {@code http://…}</td><td>{@code HttpStore}</td>
 *   <td>{@code zarr-http}</td></tr>
 *   <tr><td>{@code file:…}, a path</td><td>{@link dev.zarrasync.file.FileStore FileStore}</td>
 *   <td>{@code zarr-async-store}</td></tr>
 * </table>
 *
 * Others are found where a jar has a {@link StoreProvider}. Options have the names of the methods
 * of the store's builder: {@code maxInFlight}, {@code region}, {@code anonymous}. A time is {@code
 * 30s} or {@code 1m}, a flag {@code true} or {@code false}. Options that are secret, such as {@code
 * secretAccessKey}, are better given as a map than in a URL, which programs like to log; no message
 * of this class or of a store repeats them.
 */
public final class Stores {

  private static final Map<String, String> ARTIFACTS =
      Map.of("s3", "zarr-s3", "https", "zarr-http", "http", "zarr-http");

  private Stores() {}

  /**
   * Opens a store.
   *
   * @param url where it is
   * @return a store that is ready for use
   * @throws IllegalArgumentException if the URL is not one of a store
   * @throws IllegalStateException if something is missing, such as the region
   */
  public static AsyncStore open(URI url) {
    return open(url, Map.of());
  }

  /**
   * Opens a store.
   *
   * @param url where it is
   * @param options beside those in the URL, which they replace
   * @return a store that is ready for use
   * @throws IllegalArgumentException if the URL is not one of a store, or there is no such option
   * @throws IllegalStateException if something is missing, such as the region
   */
  public static AsyncStore open(URI url, Map<String, String> options) {
    StoreProvider provider = provider(url);
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(provider.options());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no option %s of %s stores: there are %s"
              .formatted(unknown, url.getScheme(), new TreeSet<>(provider.options())));
    }
    return provider.open(url, Map.copyOf(options));
  }

  /**
   * Opens a store.
   *
   * @param location a URL or a path. Nothing is decoded in {@code s3://bucket/prefix}.
   * @return a store that is ready for use
   * @throws IllegalArgumentException if the location is not one of a store
   * @throws IllegalStateException if something is missing, such as the region
   */
  public static AsyncStore open(String location) {
    return open(url(location), Map.of());
  }

  /**
   * Reads what people write for where a store is.
   *
   * @param location a URL or a path. Nothing is decoded in {@code s3://bucket/prefix}.
   * @return its URL
   * @throws IllegalArgumentException if it is neither
   */
  public static URI url(String location) {
    try {
      if (location.startsWith("s3://")) {
        String[] halves = location.substring("s3://".length()).split("\\?", 2);
        int slash = (halves[0] + "/").indexOf('/');
        String bucket = halves[0].substring(0, slash);
        String query = halves.length == 1 ? null : halves[1];
        return new URI("s3", bucket, halves[0].substring(slash), query, null);
      }
      return location.matches("[A-Za-z][A-Za-z0-9+.-]*://.*|file:.*")
          ? new URI(location)
          : Path.of(location).toUri();
    } catch (URISyntaxException e) {
      // Without the URL, which may hold a secret.
      throw new IllegalArgumentException(
          "The URL is not valid at index " + e.getIndex() + ": " + e.getReason());
    }
  }

  /**
   * Returns which options a store takes.
   *
   * @param url where it is
   * @return their names
   * @throws IllegalArgumentException if the URL is not one of a store
   */
  public static Set<String> options(URI url) {
    return provider(url).options();
  }

  /**
   * Waits for a result, for programs that block.
   *
   * @param future of a store
   * @param <T> the result's type
   * @return the result
   * @throws InterruptedIOException if the thread is interrupted: the future is then cancelled, and
   *     the thread's interrupt status stays set
   * @throws IOException as the future failed, most often a {@link StoreException}
   */
  public static <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException | CancellationException e) {
      throw failure(e);
    }
  }

  private static IOException failure(Throwable failure) {
    Throwable cause = StoreException.unwrap(failure);
    if (cause instanceof IOException e) {
      return e;
    }
    if (cause instanceof RuntimeException e && !(cause instanceof CancellationException)) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IOException(cause.toString(), cause);
  }

  private static StoreProvider provider(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    Set<String> known = new TreeSet<>(ARTIFACTS.keySet());
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.schemes().contains(scheme)) {
        return provider;
      }
      known.addAll(provider.schemes());
    }
    String artifact = ARTIFACTS.get(scheme);
    throw new IllegalArgumentException(
        artifact == null
            ? "'%s://%s%s' is not a URL of a store: there are %s"
                .formatted(scheme, url.getHost(), url.getPath(), known)
            : "A store at %s:// needs the artifact dev.zarrasync:%s on the class path"
                .formatted(scheme, artifact));
  }
}
