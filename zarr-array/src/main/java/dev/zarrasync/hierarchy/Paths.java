package dev.zarrasync.hierarchy;

/** Paths of arrays and groups, and keys under them. */
final class Paths {

  private Paths() {}

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
