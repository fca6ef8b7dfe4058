package dev.zarrasync.file;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The file of a key. The methods block.
 *
 * @param root the directory of the store
 * @param path the file's path in it
 */
record ObjectFile(RootDirectory root, Path path) {

  /** The JDK copies each block through memory outside the heap, which it keeps for the thread. */
  private static final int BLOCK_BYTES = 1 << 20;

  /** How often a put may find that a delete took its directory away. */
  private static final int MAX_ATTEMPTS = 100;

  Fetched read(ByteRange range, BooleanSupplier abandoned) throws IOException {
    try {
      Path file = root.readable(path);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return Fetched.MISSING;
      }
      if (!attributes.isRegularFile()) {
        throw new Refusal( // To open it might block.
            Kind.UNSUPPORTED, file + " is no regular file but a pipe, a socket or a device");
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        long size = channel.size();
        return new Fetched.Found(read(channel, range, size, abandoned), size, null);
      }
    } catch (FileSystemException e) {
      if (root.isMissing(path, e)) {
        return Fetched.MISSING;
      }
      throw e;
    }
  }

  private static byte[] read(
      FileChannel channel, ByteRange range, long size, BooleanSupplier abandoned)
      throws IOException {
    long start = range.start(size);
    if (start < 0) {
      throw new Refusal(
          Kind.UNSATISFIABLE_RANGE, "the object of " + size + " bytes has none in " + range);
    }
    long length = range.end(size) - start;
    if (length > Found.MAX_LENGTH) {
      throw new Refusal(
          Kind.TOO_LARGE, length + " bytes do not fit in a Java array; read them in ranges");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.position() < length && !abandoned.getAsBoolean()) {
      bytes.limit(Math.min(bytes.capacity(), bytes.position() + BLOCK_BYTES));
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new Refusal(Kind.BAD_RESPONSE, "the file became shorter while it was read");
      }
    }
    return bytes.array();
  }

  void write(byte[] value) throws IOException {
    try {
      Path unpublished = newUnpublished();
      try {
        write(unpublished, value);
        publish(unpublished, unpublished.resolveSibling(path.getFileName()));
      } finally {
        Files.deleteIfExists(unpublished);
      }
    } catch (FileSystemException e) {
      if (!root.isUnderObject(path) && !Files.isDirectory(path)) {
        throw e;
      }
      throw new Refusal(
          Kind.UNSUPPORTED,
          "a file system cannot have an object at a key and others under it, as 'a' and 'a/b';"
              + " delete what is in the way");
    }
  }

  private Path newUnpublished() throws IOException {
    for (int attempt = 1; true; attempt++) {
      try {
        Path directory = root.make(RootDirectory.parent(path));
        // From now on the directory is not empty: no delete takes it away.
        return Files.createFile(directory.resolve(RootDirectory.UNPUBLISHED + UUID.randomUUID()));
      } catch (NoSuchFileException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void write(Path file, byte[] value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      while (bytes.position() < value.length) {
        bytes.limit(Math.min(value.length, bytes.position() + BLOCK_BYTES));
        channel.write(bytes);
      }
    }
  }

  /** Replaces a symbolic link to a file, not the file: others may have it, too. */
  private static void publish(Path unpublished, Path published) throws IOException {
    if (Files.isSymbolicLink(published) && Files.isDirectory(published)) {
      throw new FileAlreadyExistsException(published.toString());
    }
    try {
      move(unpublished, published);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(published, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      Files.delete(published); // An empty directory is nothing to a store. Others stay.
      move(unpublished, published);
    }
  }

  /** Some file systems replace only if told to; others replace anyway where a move is atomic. */
  private static void move(Path unpublished, Path published) throws IOException {
    Files.move(
        unpublished,
        published,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes a symbolic link, not what it leads to. */
  void delete() throws IOException {
    try {
      Path directory = root.real(RootDirectory.parent(path));
      Path file = directory.resolve(path.getFileName());
      if (Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isDirectory()) {
        return;
      }
      Path link = root.linkAbove(path);
      if (link != null) {
        throw new Refusal(
            Kind.UNSUPPORTED,
            "nothing is deleted behind the symbolic link %s: delete the link, or what it leads to, %s"
                .formatted(link, directory));
      }
      if (Files.deleteIfExists(file)) {
        root.prune(directory);
      }
    } catch (FileSystemException e) {
      if (!root.isMissing(path, e)) {
        throw e;
      }
    }
  }
}
