package dev.zarrasync.jzarr;

import com.bc.zarr.ZarrUtils;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;

/** Paths as JZarr spells them. */
final class JZarrPaths {

  private JZarrPaths() {}

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
}
