package dev.zarrasync.file;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Opens directories by {@code file:} URLs. The option {@code confined} keeps symbolic links from
 * leading out, as {@link FileStore#confinedTo} does.
 */
public final class FileStoreProvider implements StoreProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public FileStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Set<String> options() {
    return Set.of("confined");
  }

  @Override
  public AsyncStore open(URI url, Map<String, String> options) {
    Path root = Path.of(url);
    return Boolean.parseBoolean(options.get("confined"))
        ? FileStore.confinedTo(root)
        : FileStore.at(root);
  }
}
