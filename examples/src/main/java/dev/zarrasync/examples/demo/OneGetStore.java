package dev.zarrasync.examples.demo;

import com.bc.zarr.storage.Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The simplest JZarr store on S3 there is: waits for one GET per key. Reads only. */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
final class OneGetStore implements Store {

  private final AsyncStore store;

  OneGetStore(AsyncStore store) {
    this.store = store;
  }

  @Override
  public @Nullable InputStream getInputStream(String key) throws IOException {
    try {
      return store.get(key).get() instanceof Fetched.Found found
          ? new ByteArrayInputStream(found.bytes())
          : null;
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public OutputStream getOutputStream(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String key) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }
}
