package dev.zarrasync.cli.bench;

import com.bc.zarr.storage.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What JZarr has without us: a store that waits for one GET for each key. To read from. */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
final class OneGetStore implements Store {

  private final AsyncStore store;
  private final byte[] header;
  private final @Nullable ArrayMetadata decoding;

  /**
   * Prepares reads of the array at the root of a store.
   *
   * @param array its header with the separator settled: JZarr would look at all keys to find it
   */
  OneGetStore(AsyncStore store, ArrayHeader array) {
    this.store = store;
    this.decoding = decodes(array) ? array.metadata() : null;
    ObjectNode json = array.json().deepCopy();
    this.header = MetadataJson.strict(decodes(array) ? json.putNull("compressor") : json);
  }

  /** Says whether stock JZarr reads an array, if Blosc is decoded for it. */
  static boolean canRead(ArrayHeader array) {
    try {
      return array.metadata().format() == 2
          && array.metadata().forJZarr().type().equals(array.metadata().type())
          && array.json().path("filters").isEmpty()
          && !array.json().path("order").asText().equals("F")
          && List.of("", "zlib", "blosc").contains(compressor(array));
    } catch (InvalidMetadataException e) {
      return false;
    }
  }

  /** Says whether chunks are decoded here, because JZarr would need a library of the system. */
  static boolean decodes(ArrayHeader array) {
    return compressor(array).equals("blosc");
  }

  private static String compressor(ArrayHeader array) {
    return array.json().path("compressor").path("id").asText();
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
