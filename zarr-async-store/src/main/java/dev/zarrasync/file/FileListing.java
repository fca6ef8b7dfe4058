package dev.zarrasync.file;

import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException.Kind;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists one page of keys by a walk in their order, which goes no further than the page. Each
 * directory in which the walk passes is read whole, but only the files on the page are looked at.
 *
 * <p>Whatever is no directory is shown as an object, so that a get of it can say what it is. A
 * listing that would leave out keys, because it cannot look where they may be, fails.
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

  /**
   * A directory, and those that the keys in it name above it.
   *
   * @param path its real path
   */
  private record Directory(Path path, @Nullable Directory above) {

    boolean isIn(Path directory) {
      return path.equals(directory) || (above != null && above.isIn(directory));
    }

    Directory enter(Path directory, String prefix) throws Refusal {
      if (isIn(directory)) {
        throw new Refusal(
            Kind.OTHER,
            "a loop: a symbolic link makes '%s' the directory %s, which it is in"
                .formatted(prefix, directory));
      }
      return new Directory(directory, this);
    }
  }

  /**
   * What is at a name.
   *
   * @param path its real path
   * @param bytes its size, 0 if it cannot be read
   */
  private record Entry(Path path, boolean isDirectory, long bytes) {

    static Entry of(Path path, BasicFileAttributes attributes) {
      long bytes = attributes.isRegularFile() ? attributes.size() : 0;
      return new Entry(path, attributes.isDirectory(), bytes);
    }
  }

  ListPage page() throws IOException {
    String prefix = request.prefix();
    String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Directory start = find(directory);
    if (start != null) {
      walk(start, directory);
    }
    return new ListPage(objects, prefixes, next);
  }

  private @Nullable Directory find(String prefix) throws IOException {
    if (!prefix.isEmpty() && Keys.problem(prefix.substring(0, prefix.length() - 1)) != null) {
      return null;
    }
    List<String> names = prefix.isEmpty() ? List.of() : List.of(prefix.split("/"));
    Path path = root.path();
    try {
      Directory found = new Directory(root.real(path), null);
      for (String name : names) {
        Path file = child(found.path, name);
        path = path.resolve(file.getFileName());
        found = found.enter(root.real(file), prefix);
      }
      return names.isEmpty() || Files.isDirectory(found.path) ? found : null;
    } catch (FileSystemException e) {
      if (root.isMissing(path, e)) {
        return null;
      }
      throw e;
    }
  }

  /** Finds a file by its name as a listing shows it, which may not be how it is written. */
  private Path child(Path directory, String name) throws IOException {
    if (name.indexOf('\uFFFD') >= 0) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          if (file.getFileName().toString().equals(name)) {
            return file;
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return directory.resolve(root.name(name));
  }

  /** Returns false once the page is full. */
  private boolean walk(Directory directory, String prefix) throws IOException {
    for (Map.Entry<String, Path> candidate : candidates(directory.path, prefix).entrySet()) {
      String key = candidate.getKey();
      Path file = candidate.getValue();
      boolean more =
          key.endsWith("/") ? visitDirectory(directory, file, key) : visitFile(file, key);
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
  private Map<String, Path> candidates(Path directory, String prefix) throws IOException {
    Map<String, Path> candidates = new TreeMap<>(Keys.ORDER);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!isUnpublished(file)) {
          String key = prefix + file.getFileName();
          addIfWanted(key, file, candidates);
          addIfWanted(key + "/", file, candidates);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return Map.of(); // It was deleted meanwhile.
    }
    return candidates;
  }

  private void addIfWanted(String candidate, Path file, Map<String, Path> candidates) {
    boolean after =
        Keys.ORDER.compare(candidate, last) > 0
            || (!request.grouped() && candidate.endsWith("/") && last.startsWith(candidate));
    if (after && candidate.startsWith(request.prefix())) {
      candidates.putIfAbsent(candidate, file);
    }
  }

  private boolean visitFile(Path file, String key) throws IOException {
    Entry entry = look(file);
    if (entry == null || entry.isDirectory) {
      return true;
    }
    if (isFull()) {
      return false;
    }
    objects.add(new ListedObject(key, entry.bytes, null));
    last = key;
    return true;
  }

  private boolean visitDirectory(Directory above, Path file, String prefix) throws IOException {
    Entry entry = look(file);
    if (entry == null || !entry.isDirectory) {
      return true;
    }
    if (!request.grouped()) {
      return walk(above.enter(entry.path, prefix), prefix);
    }
    if (!hasObject(above, entry)) {
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

  /** Looks at what a name stands for; null if it was deleted meanwhile. */
  private @Nullable Entry look(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isSymbolicLink() ? follow(file) : Entry.of(file, attributes);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** A link that cannot be followed is shown: what is at it, or under it, is not known. */
  private Entry follow(Path link) {
    try {
      Path real = root.real(link);
      return Entry.of(real, Files.readAttributes(real, BasicFileAttributes.class));
    } catch (IOException e) {
      return new Entry(link, false, 0);
    }
  }

  /** A directory without an object below it is none to a store. */
  private boolean hasObject(Directory above, Entry entry) throws IOException {
    if (!entry.isDirectory || above.isIn(entry.path)) {
      return true; // Of a loop, to all appearances. Who looks into it gets the error.
    }
    Directory directory = new Directory(entry.path, above);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(entry.path)) {
      for (Path file : files) {
        Entry child = isUnpublished(file) ? null : look(file);
        if (child != null && hasObject(directory, child)) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return false; // It was deleted meanwhile.
    } catch (AccessDeniedException e) {
      return true; // To all appearances, too.
    }
  }

  private static boolean isUnpublished(Path file) {
    return file.getFileName().toString().startsWith(RootDirectory.UNPUBLISHED);
  }
}
