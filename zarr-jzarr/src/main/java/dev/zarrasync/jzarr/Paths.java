package dev.zarrasync.jzarr;

import com.bc.zarr.ZarrUtils;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;

/** Paths and keys as JZarr spells them. */
final class Paths {

  private Paths() {}

  /**
   * Drops needless slashes as JZarr does.
   *
   * @throws StoreException if it is no path in JZarr: names in a store may have {@code ". "}
   */
  static String normalize(AsyncStore store, String path) throws StoreException {
    try {
      return path.isEmpty() ? "" : ZarrUtils.normalizeStoragePath(path);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Kind.INVALID_KEY, store, path, "not a path: " + e.getMessage(), e);
    }
  }

  static String resolve(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "/" + name;
  }

  static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
