package dev.zarrasync.jzarr;

import com.bc.zarr.storage.Store;
import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JZarr store over the keys under a path of an {@link AsyncStore}.
 *
 * <p>JZarr gets one chunk at a time from it, so it reads ahead. Chunks of an array that was opened
 * here are decoded here, by many threads: JZarr is told that they are not compressed. Safe for use
 * by many threads.
 */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
public final class JZarrStore implements Store {

  private final AsyncStore store;
  private final String path;

  JZarrStore(AsyncStore store, String path) {
    this.store = store;
    this.path = path;
  }

  @Override
  public @Nullable InputStream getInputStream(String key) throws IOException {
    String storeKey = Paths.resolve(path, key);
    Fetched fetched;
    if (Paths.name(key).equals(ArrayHeader.NAME)) {
      ArrayHeader header = ArrayHeader.load(store, Paths.parent(storeKey));
      return header == null ? null : new ByteArrayInputStream(header.json());
    } else if (Paths.name(key).startsWith(".z")) {
      fetched = Await.result(MetadataCache.of(store).get(storeKey, () -> store.get(storeKey)));
    } else {
      fetched = Await.result(store.get(storeKey));
    }
    return fetched instanceof Fetched.Found found ? new ByteArrayInputStream(found.bytes()) : null;
  }

  @Override
  public OutputStream getOutputStream(String key) {
    return new ObjectOutputStream(store, Paths.resolve(path, key));
  }

  @Override
  public void delete(String key) throws IOException {
    Trees.delete(store, Paths.resolve(path, key));
  }

  @Override
  public TreeSet<String> getArrayKeys() throws IOException {
    return Trees.parentsOf(ArrayHeader.NAME, store, path);
  }

  @Override
  public TreeSet<String> getGroupKeys() throws IOException {
    return Trees.parentsOf(".zgroup", store, path);
  }

  @Override
  public TreeSet<String> getKeysEndingWith(String suffix) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stream<String> getRelativeLeafKeys(String key) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    store.close();
  }
}
