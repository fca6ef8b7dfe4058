package dev.zarrasync.file;

import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a store: the paths of keys, none of which is out of it but by symbolic links.
 *
 * @param path an absolute path
 * @param confined whether no symbolic link may lead out of it either
 */
record RootDirectory(Path path, boolean confined) {

  /**
   * What the names of files that a put has not published yet start with. No key has such a name.
   */
  static final String UNPUBLISHED = ".zarrasync-put-";

  /**
   * Finds the path of a key, or of a directory of keys.
   *
   * @param key a valid key
   * @return a path below the root, as far as no symbolic link is in it
   * @throws Refusal if the file system has no such path
   */
  Path resolve(String key) throws Refusal {
    Path resolved = path;
    for (String segment : key.split("/", -1)) {
      resolved = resolved.resolve(name(segment));
    }
    return resolved;
  }

  /** Finds the name of the file, or of the directory, that a segment of a key stands for. */
  Path name(String segment) throws Refusal {
    if (segment.startsWith(UNPUBLISHED)) {
      throw new Refusal(
          Kind.UNSUPPORTED, "names that start with " + UNPUBLISHED + " are the store's own");
    }
    try {
      Path name = path.getFileSystem().getPath(segment);
      // Elsewhere than on Unix a segment may be a path, such as "..\\a", or a drive.
      if (!name.isAbsolute() && name.getNameCount() == 1 && name.toString().equals(segment)) {
        return name;
      }
    } catch (InvalidPathException e) {
      // The refusal says it all.
    }
    throw new Refusal(
        Kind.UNSUPPORTED,
        "'%s' cannot be the name of a file here; if it is not ASCII, Java needs a UTF-8 locale, such as LC_ALL=C.UTF-8"
            .formatted(segment));
  }

  /**
   * Says what a failure to get at a path means.
   *
   * @return true if there is nothing at the path for certain
   * @throws Refusal if a symbolic link leads nowhere, or out of the root of a confined store
   */
  boolean isMissing(Path file, FileSystemException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      checkLinks(file);
      return true;
    }
    return isUnderObject(file);
  }

  /** Refuses a missing path if it is so because of a link, for there something may be elsewhere. */
  void checkLinks(Path missing) throws IOException {
    Path at = missing;
    for (; at != null && !Files.exists(at); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        throw new Refusal(
            Kind.NOT_FOUND,
            "the symbolic link %s leads to %s, which is not there: fetch it first (as with 'git annex get'), or mount it"
                .formatted(at, Files.readSymbolicLink(at)));
      }
    }
    if (at != null && at.startsWith(path)) {
      try {
        real(at);
      } catch (NoSuchFileException e) {
        return; // It was deleted meanwhile: what was under it is missing.
      }
    }
  }

  /**
   * Follows the symbolic links in a path.
   *
   * @return the real path of what is there
   * @throws Refusal if it is outside of the root of a store that is confined
   */
  Path real(Path file) throws IOException {
    Path real = file.toRealPath();
    // A real path has no symbolic link in it: if it starts with the root, the root is real too.
    if (!confined || real.startsWith(path) || real.startsWith(path.toRealPath())) {
      return real;
    }
    throw new Refusal(
        Kind.ACCESS_DENIED,
        "the symbolic link at %s leads out of %s, to which the store is confined"
            .formatted(file, path));
  }

  /**
   * Finds the path by which a file is read. To follow its symbolic links first costs a system call
   * for each directory above it, which only a confined store needs.
   *
   * @return a path without symbolic links, if the store is confined
   * @throws Refusal as {@link #real} does
   */
  Path readable(Path file) throws IOException {
    return confined ? real(file) : file;
  }

  /** Says whether a path has a regular file where it needs a directory. */
  boolean isUnderObject(Path file) {
    for (Path below = file; !below.equals(path); below = parent(below)) {
      Path above = parent(below);
      if (!above.equals(path) && Files.isRegularFile(above)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes a directory, and those above it, unless it exists.
   *
   * @return its real path
   * @throws NoSuchFileException if another thread or program deleted one of them meanwhile
   */
  Path make(Path directory) throws IOException {
    try {
      return real(directory);
    } catch (NoSuchFileException e) {
      checkLinks(directory);
      if (directory.equals(path)) {
        return Files.createDirectories(path).toRealPath();
      }
    }
    Path made = make(parent(directory)).resolve(directory.getFileName());
    try {
      Files.createDirectory(made);
    } catch (FileAlreadyExistsException e) {
      // Another put was faster.
    }
    return real(made);
  }

  /** Finds the symbolic link to a directory that is above a path, the lowest if there are more. */
  @Nullable Path linkAbove(Path file) {
    for (Path above = parent(file); !above.equals(path); above = parent(above)) {
      if (Files.isSymbolicLink(above)) {
        return above;
      }
    }
    return null;
  }

  /**
   * Deletes a directory and those above it as far as they are empty, so that an object may have
   * their place.
   *
   * @param directory a real path
   */
  void prune(Path directory) throws IOException {
    Path root = path.toRealPath();
    for (Path empty = directory; !empty.equals(root); empty = parent(empty)) {
      try {
        Files.delete(empty);
      } catch (IOException e) {
        return; // It is not empty, or gone.
      }
    }
  }

  /** Returns the directory of a path below the root. */
  static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a path below the root has a parent");
  }
}
