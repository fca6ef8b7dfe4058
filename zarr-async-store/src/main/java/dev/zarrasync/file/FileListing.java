package dev.zarrasync.file;

import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists one page of keys by a walk in their order, which goes no further than the page. Each
 * directory in which the walk passes is read whole, but only the files on the page are looked at.
 *
 * <p>Blocks. Used once, by one thread.
 */
final class FileListing {

  private final RootDirectory root;
  private final ListRequest request;
  private final BooleanSupplier abandoned;
  private final List<ListedObject> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String last;
  private @Nullable ListRequest next;

  FileListing(RootDirectory root, ListRequest request, BooleanSupplier abandoned) {
    this.root = root;
    this.request = request;
    this.abandoned = abandoned;
    this.last = request.token() == null ? request.startAfter() : request.token();
  }

  ListPage page() throws IOException {
    String prefix = request.prefix();
    String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Path start = directory.isEmpty() ? root.path() : find(directory);
    if (start != null) {
      walk(start, directory);
    }
    return new ListPage(objects, prefixes, next);
  }

  private @Nullable Path find(String directory) throws IOException {
    String key = directory.substring(0, directory.length() - 1);
    if (Keys.problem(key) != null) {
      return null;
    }
    Path path = root.resolve(key);
    try {
      Path real = root.real(path);
      return Files.isDirectory(real) ? real : null;
    } catch (FileSystemException e) {
      if (root.isMissing(path, e)) {
        return null;
      }
      throw e;
    }
  }

  /** Returns false once the page is full. */
  private boolean walk(Path directory, String prefix) throws IOException {
    for (String candidate : candidates(directory, prefix)) {
      Path path = directory.resolve(candidate.substring(prefix.length()));
      boolean more =
          candidate.endsWith("/") ? visitDirectory(path, candidate) : visitFile(path, candidate);
      if (!more || abandoned.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns what the names in a directory may stand for, in order. Each may be a key or a directory
   * of keys, which only a look at the file tells and which are apart in the order: "a" is before
   * "a.b", and "a/" after it.
   */
  private List<String> candidates(Path directory, String prefix) throws IOException {
    List<String> candidates = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(RootDirectory.UNPUBLISHED)) {
          addIfWanted(prefix + name, candidates);
          addIfWanted(prefix + name + "/", candidates);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return List.of(); // It was deleted meanwhile.
    }
    candidates.sort(Keys.ORDER);
    return candidates;
  }

  private void addIfWanted(String candidate, List<String> candidates) {
    boolean after =
        Keys.ORDER.compare(candidate, last) > 0
            || (!request.grouped() && candidate.endsWith("/") && last.startsWith(candidate));
    if (after && candidate.startsWith(request.prefix())) {
      candidates.add(candidate);
    }
  }

  private boolean visitFile(Path file, String key) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (attributes == null || !attributes.isRegularFile()) {
      return true;
    }
    if (isFull()) {
      return false;
    }
    objects.add(new ListedObject(key, attributes.size(), null));
    last = key;
    return true;
  }

  private boolean visitDirectory(Path directory, String prefix) throws IOException {
    BasicFileAttributes attributes = attributes(directory);
    if (attributes == null || !attributes.isDirectory()) {
      return true;
    }
    if (!request.grouped()) {
      return walk(directory, prefix);
    }
    if (!hasObject(directory)) {
      return true;
    }
    if (isFull()) {
      return false;
    }
    prefixes.add(prefix);
    last = prefix;
    return true;
  }

  private boolean isFull() {
    boolean full = objects.size() + prefixes.size() == request.pageSize();
    if (full) {
      next = request.token(last);
    }
    return full;
  }

  /** Returns the attributes of a file or a directory, or null if none is there for a listing. */
  private @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isSymbolicLink() ? linked(path) : attributes;
    } catch (NoSuchFileException e) {
      return null; // It was deleted meanwhile.
    }
  }

  /** Follows a link to a file. Links to directories may form loops. */
  private @Nullable BasicFileAttributes linked(Path link) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(root.real(link), BasicFileAttributes.class);
      return attributes.isRegularFile() ? attributes : null;
    } catch (IOException e) {
      return null; // It leads nowhere, or out of the root.
    }
  }

  /** A directory without an object below it is none to a store. */
  private boolean hasObject(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (isOrHasObject(file)) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return false; // It was deleted meanwhile.
    } catch (AccessDeniedException e) {
      return true; // To all appearances. Who looks into it gets the error.
    }
  }

  private boolean isOrHasObject(Path file) throws IOException {
    if (file.getFileName().toString().startsWith(RootDirectory.UNPUBLISHED)) {
      return false;
    }
    BasicFileAttributes attributes = attributes(file);
    return attributes != null
        && (attributes.isRegularFile() || (attributes.isDirectory() && hasObject(file)));
  }
}
