package dev.zarrasync.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.AsyncStoreContract;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The contract on a file system where an atomic move replaces a file only if it is told to. */
class JimfsTest extends AsyncStoreContract {

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private int stores;

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.NESTED_OBJECTS, Capability.CONDITIONAL_PUT));
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) {
    return fill(FileStore.at(files.getPath("root" + stores++)), objects);
  }
}
