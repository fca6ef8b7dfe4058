package dev.zarrasync.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Packages of Python in a virtual environment, pinned by their hashes. It is made once for a user
 * and an interpreter, and kept.
 */
final class PythonEnvironment {

  /** The system property with the directory where environments are kept. */
  static final String CACHE = "s3.localstack.cache";

  /** Fails where an interpreter is of no use, and prints its path and what may change under it. */
  private static final String PROBE =
      """
      import sys, venv, ensurepip
      assert sys.version_info >= (3, 11)
      print(sys.executable)
      print(sys.version)
      """;

  private final Path directory;

  private PythonEnvironment(Path directory) {
    this.directory = directory;
  }

  /** What is still to do when the packages are there. */
  @FunctionalInterface
  interface Completion {
    void complete(PythonEnvironment environment) throws IOException;
  }

  /**
   * Returns an environment, and makes it if there is none.
   *
   * @param name of the environment, and of the resources with {@code requirements.txt}
   * @return the environment
   * @throws IOException if it cannot be made; the message says what to do
   */
  static synchronized PythonEnvironment installed(String name, Completion completion)
      throws IOException {
    if (File.separatorChar == '\\') {
      throw new IOException("The packages of " + name + " need Linux or macOS");
    }
    byte[] requirements;
    try (InputStream resource =
        PythonEnvironment.class.getResourceAsStream("/" + name + "/requirements.txt")) {
      requirements = resource.readAllBytes();
    }
    String base = findPython();
    Path cache = Files.createDirectories(cache());
    PythonEnvironment environment =
        new PythonEnvironment(cache.resolve(name + "-" + hash(requirements, base)));
    try (FileChannel lock =
        FileChannel.open(
            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Of several builds one installs, and the others wait for it.
      lock.lock();
      if (!Files.exists(environment.complete())) {
        environment.install(name, base.lines().findFirst().orElseThrow(), requirements);
        completion.complete(environment);
        Files.createFile(environment.complete());
      }
    }
    return environment;
  }

  /** Where it is. */
  Path directory() {
    return directory;
  }

  /** The interpreter that has the packages. */
  Path python() {
    return directory.resolve("bin/python");
  }

  /** There if the installation has come to its end. */
  private Path complete() {
    return directory.resolve("complete");
  }

  private void install(String name, String base, byte[] requirements) throws IOException {
    System.out.println("Installing " + name + " into " + directory + " with " + base);
    run(
        new ProcessBuilder(base, "-I", "-m", "venv", "--clear", directory.toString()),
        "Python cannot make a virtual environment");

    Path list = Files.write(directory.resolve("requirements.txt"), requirements);
    ProcessBuilder pip =
        new ProcessBuilder(
            python().toString(),
            "-I",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            "--require-hashes",
            "--requirement",
            list.toString());
    // Index, proxy and certificates are the user's, the place is not.
    pip.environment().keySet().removeAll(Set.of("PIP_USER", "PIP_TARGET", "PIP_PREFIX"));
    run(
        pip,
        "The packages of "
            + name
            + " cannot be installed: is there a network? CONTRIBUTING.md says how to do without");
  }

  private static Path cache() {
    String chosen = System.getProperty(CACHE);
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return (xdg == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg))
        .resolve("zarr-async");
  }

  private static String findPython() throws IOException {
    String chosen = System.getenv("PYTHON");
    List<String> candidates =
        chosen != null
            ? List.of(chosen)
            : List.of("python3", "python3.13", "python3.12", "python3.11", "/usr/bin/python3");
    IOException failure =
        new IOException(
            "There has to be Python 3.11 or newer with venv and ensurepip (the package python3-venv"
                + " of Debian); for LocalStack, Docker does as well. None of "
                + candidates
                + " is one: set the variable PYTHON to its path");
    for (String candidate : candidates) {
      try {
        return run(new ProcessBuilder(candidate, "-I", "-c", PROBE), candidate + " is of no use");
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /**
   * Runs a command.
   *
   * @return what it wrote
   * @throws IOException if it fails, with the problem and what it wrote
   */
  static String run(ProcessBuilder command, String problem) throws IOException {
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(problem + "\n" + output);
    }
    return output;
  }

  private static String hash(byte[] requirements, String python) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(requirements);
      return HexFormat.of().formatHex(digest.digest(python.getBytes(UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
