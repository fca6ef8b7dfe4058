package dev.zarrasync.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of this process is in memory, as Linux tells; 0 elsewhere. */
final class ResidentSet {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentSet() {}

  /** In bytes. */
  static long now() {
    return bytes("VmRSS:");
  }

  /** The most there was since the process began, in bytes. */
  static long peak() {
    return bytes("VmHWM:");
  }

  private static long bytes(String name) {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
