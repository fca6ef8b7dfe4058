package dev.zarrasync.cli.bench;

import com.bc.zarr.storage.Store;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What JZarr has without us: a store that waits for one GET for each key. To read from. */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
final class OneGetStore implements Store {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AsyncStore store;
  private final byte[] header;
  private final @Nullable ArrayMetadata decoding;

  /**
   * Prepares reads of the array at the root of a store.
   *
   * @param separator between the indices in keys: JZarr would look at all keys to find it
   */
  OneGetStore(AsyncStore store, String separator) throws IOException {
    this.store = store;
    byte[] stored = stored(".zarray");
    if (stored == null || !(JSON.readTree(stored) instanceof ObjectNode json)) {
      throw new IOException("There is no array at " + store.url(""));
    }
    json.put("dimension_separator", separator);
    boolean blosc = json.path("compressor").path("id").asText().equals("blosc");
    this.decoding = blosc ? ArrayMetadata.parse(JSON.writeValueAsBytes(json)) : null;
    if (blosc) {
      json.putNull("compressor");
    }
    this.header = JSON.writeValueAsBytes(json);
  }

  /** Says whether chunks are decoded here, because JZarr would need a library of the system. */
  boolean decodes() {
    return decoding != null;
  }

  @Override
  public @Nullable InputStream getInputStream(String key) throws IOException {
    if (key.equals(".zarray")) {
      return new ByteArrayInputStream(header);
    }
    byte[] stored = stored(key);
    if (stored == null) {
      return null;
    }
    return new ByteArrayInputStream(key.startsWith(".z") ? stored : forJZarr(key, stored));
  }

  private byte[] forJZarr(String key, byte[] stored) throws IOException {
    if (decoding == null) {
      return stored;
    }
    try {
      return decoding.codec().decode(stored, decoding.chunkBytes());
    } catch (IOException e) {
      String problem = "the chunk is damaged: " + e.getMessage();
      throw new StoreException(Kind.CORRUPT, store, key, problem, e);
    }
  }

  private byte @Nullable [] stored(String key) throws IOException {
    try {
      return store.get(key).get() instanceof Fetched.Found found ? found.bytes() : null;
    } catch (ExecutionException e) {
      throw StoreException.unwrap(e) instanceof IOException problem ? problem : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
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

  /** Leaves the store open: it is another's. */
  @Override
  public void close() {}
}
