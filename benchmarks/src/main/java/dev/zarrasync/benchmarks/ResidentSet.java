package dev.zarrasync.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of this process is in memory, as Linux tells; 0 elsewhere. */
final class ResidentSet {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private ResidentSet() {}

  /** In bytes. */
  static long now() {
    return bytes("VmRSS:");
  }

  /** The most there was since the process began, in bytes. */
  static long peak() {
    return bytes("VmHWM:");
  }

  /** Has the peak begin anew, at what is returned; 0 where the system cannot. */
  static long forgetPeak() {
    try {
      // See proc(5).
      Files.writeString(CLEAR, "5");
      return peak();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long bytes(String name) {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.substring(name.length(), line.length() - 2).strip()) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
