package dev.zarrasync.benchmarks;

import com.bc.zarr.storage.Store;
import java.io.OutputStream;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The part of a JZarr store that a read of an array does not need. */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
abstract class ReadOnlyStore implements Store {

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
