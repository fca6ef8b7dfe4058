package dev.zarrasync.hierarchy.internal;

/** Paths of arrays and groups, and keys under them. */
public final class Paths {

  /** The name of the metadata of Zarr v3. */
  public static final String V3 = "zarr.json";

  private Paths() {}

  /** Returns the key of a name under a path; {@code ""} is the root, or the path itself. */
  public static String resolve(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "/" + name;
  }

  /** Returns the path that a key is directly under. */
  public static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  /** Returns the last segment of a key. */
  public static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** Says whether a key is one of metadata. */
  public static boolean isMetadata(String key) {
    String name = name(key);
    return name.startsWith(".z") || name.equals(V3);
  }

  /** Returns what the keys under a path start with. */
  public static String directory(String path) {
    return path.isEmpty() ? "" : path + "/";
  }

  /** Says whether a key is a path or under it. */
  public static boolean contains(String path, String key) {
    return key.equals(path) || key.startsWith(directory(path));
  }
}
