package dev.zarrasync.hierarchy.internal;

/** Paths of arrays and groups, and keys under them. */
public final class Paths {

  private Paths() {}

  /**
   * Returns the key of a name under a path.
   *
   * @param path the path, or {@code ""}
   * @param name the name, or {@code ""} for the path itself
   * @return the key
   */
  public static String resolve(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "/" + name;
  }

  /**
   * Returns the path that a key is directly under.
   *
   * @param key the key
   * @return the path, or {@code ""}
   */
  public static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  /**
   * Returns the last segment of a key.
   *
   * @param key the key
   * @return its name
   */
  public static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /**
   * Says whether a key is one of metadata.
   *
   * @param key the key
   * @return whether it is
   */
  public static boolean isMetadata(String key) {
    return name(key).startsWith(".z");
  }

  /**
   * Returns what the keys under a path start with.
   *
   * @param path the path, or {@code ""}
   * @return the prefix
   */
  public static String directory(String path) {
    return path.isEmpty() ? "" : path + "/";
  }

  /**
   * Says whether a key is a path or under it.
   *
   * @param path the path, or {@code ""}
   * @param key the key
   * @return whether it is
   */
  public static boolean contains(String path, String key) {
    return key.equals(path) || key.startsWith(directory(path));
  }
}
