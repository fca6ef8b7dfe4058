package dev.zarrasync.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that are there once they are whole; what was there before stays until then. */
final class WholeFile {

  /** What a file is to have. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  static void write(Path file, Content content) throws IOException {
    // A symbolic link stays one.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      write(Files.newOutputStream(target), content); // A device or a pipe.
      return;
    }
    Path directory = target.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new CommandException(
          "There is no directory " + directory, "make it, or write elsewhere");
    }
    Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    part.toFile().deleteOnExit(); // Also when somebody ends the command.
    try {
      write(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), content);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(OutputStream to, Content content) throws IOException {
    try (OutputStream out = to) {
      content.writeTo(out);
    }
  }
}
