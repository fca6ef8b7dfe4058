package dev.zarrasync.jzarr;

import com.bc.zarr.storage.Store;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects of a memory store as stock JZarr sees them: byte for byte, one key at a time. */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
final class StockJZarr implements Store {

  private final MemoryStore store;

  StockJZarr(MemoryStore store) {
    this.store = store;
  }

  @Override
  public @Nullable InputStream getInputStream(String key) {
    return store.get(key).join() instanceof Fetched.Found found
        ? new ByteArrayInputStream(found.bytes())
        : null;
  }

  @Override
  public OutputStream getOutputStream(String key) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        store.put(key, toByteArray()).join();
      }
    };
  }

  @Override
  public void delete(String key) {
    keys()
        .filter(k -> key.isEmpty() || k.startsWith(key + "/"))
        .forEach(k -> store.delete(k).join());
  }

  @Override
  public TreeSet<String> getArrayKeys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TreeSet<String> getGroupKeys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TreeSet<String> getKeysEndingWith(String suffix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stream<String> getRelativeLeafKeys(String key) {
    String directory = key.isEmpty() ? "" : key + "/";
    return keys().filter(k -> k.startsWith(directory)).map(k -> k.substring(directory.length()));
  }

  private Stream<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    ListRequest request = ListRequest.all("");
    while (request != null) {
      ListPage page = store.list(request).join();
      page.objects().forEach(object -> keys.add(object.key()));
      request = page.next();
    }
    return keys.stream();
  }
}
