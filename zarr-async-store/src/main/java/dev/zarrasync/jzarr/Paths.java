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

  static boolean isMetadata(String key) {
    return name(key).startsWith(".z");
  }

  /** Returns what the keys under a path start with. */
  static String directory(String path) {
    return path.isEmpty() ? "" : path + "/";
  }

  /** Says whether a key is a path or under it. */
  static boolean contains(String path, String key) {
    return key.equals(path) || key.startsWith(directory(path));
  }
}
