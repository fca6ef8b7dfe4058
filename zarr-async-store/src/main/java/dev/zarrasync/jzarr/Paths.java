package dev.zarrasync.jzarr;

import com.bc.zarr.ZarrUtils;

/** Paths and keys as JZarr spells them. */
final class Paths {

  private Paths() {}

  /** Drops needless slashes as JZarr does. */
  static String normalize(String path) {
    return path.isEmpty() ? "" : ZarrUtils.normalizeStoragePath(path);
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
