package dev.zarrasync.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the AWS Common Runtime which C library this JVM runs on, while it loads: otherwise it runs
 * the process {@code ldd} to find out, which takes 50 ms.
 */
final class LibcOfJvm {

  /** A property that the runtime documents: {@code glibc} or {@code musl}. */
  private static final String PROPERTY = "aws.crt.libc";

  private LibcOfJvm() {}

  /**
   * Tells it, unless the user has, or it is not certain.
   *
   * @return true if that is to be taken back
   */
  static boolean tell() {
    String found = System.getProperty(PROPERTY) == null ? find("/proc/self/maps") : null;
    if (found != null) {
      System.setProperty(PROPERTY, found);
    }
    return found != null;
  }

  static void takeBack() {
    System.clearProperty(PROPERTY);
  }

  /**
   * Looks at what is mapped into a process.
   *
   * @param maps the file that tells of it (proc_pid_maps(5))
   * @return null if that is not certain
   */
  static @Nullable String find(String maps) {
    boolean glibc = false;
    boolean musl = false;
    try (BufferedReader lines = new BufferedReader(new FileReader(maps, ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        glibc |= line.endsWith("/libc.so.6");
        musl |= line.contains("/ld-musl-");
      }
    } catch (IOException | SecurityException e) {
      return null;
    }
    return glibc == musl ? null : glibc ? "glibc" : "musl";
  }
}
