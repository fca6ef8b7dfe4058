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
import java.util.Map;
import java.util.Set;

/**
 * LocalStack in a virtual environment of Python, from packages that are pinned by their hashes. It
 * is made once for a user and an interpreter, and kept.
 */
final class LocalStackEnvironment {

  /** The system property with the directory where environments are kept. */
  static final String CACHE = "s3.localstack.cache";

  private static final String REQUIREMENTS = "/localstack/requirements.txt";

  /** Fails where an interpreter is of no use, and prints its path and what may change under it. */
  private static final String PROBE =
      """
      import sys, venv, ensurepip
      assert sys.version_info >= (3, 11)
      print(sys.executable)
      print(sys.version)
      """;

  private final Path directory;

  private LocalStackEnvironment(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns the environment, and makes it if there is none.
   *
   * @return the environment
   * @throws IOException if it cannot be made; the message says what to do
   */
  static synchronized LocalStackEnvironment installed() throws IOException {
    if (File.separatorChar == '\\') {
      throw new IOException("LocalStack needs Docker, Linux or macOS");
    }
    byte[] requirements;
    try (InputStream resource = LocalStackEnvironment.class.getResourceAsStream(REQUIREMENTS)) {
      requirements = resource.readAllBytes();
    }
    String base = findPython();
    Path cache = Files.createDirectories(cache());
    LocalStackEnvironment environment =
        new LocalStackEnvironment(cache.resolve("localstack-" + hash(requirements, base)));
    try (FileChannel lock =
        FileChannel.open(
            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Of several builds one installs, and the others wait for it.
      lock.lock();
      if (!Files.exists(environment.complete())) {
        environment.install(base.lines().findFirst().orElseThrow(), requirements);
      }
    }
    return environment;
  }

  /** The interpreter that has LocalStack. */
  Path python() {
    return directory.resolve("bin/python");
  }

  /** The directory with LocalStack's index of services, which takes it seconds to make. */
  Path libraries() {
    return directory.resolve("index/usr/lib/localstack");
  }

  /** There if the installation has come to its end. */
  private Path complete() {
    return directory.resolve("complete");
  }

  private void install(String base, byte[] requirements) throws IOException {
    System.out.println("Installing LocalStack into " + directory + " with " + base);
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
        "LocalStack's packages cannot be installed: is there a network? CONTRIBUTING.md says how"
            + " to do without");

    Files.createDirectories(libraries());
    ProcessBuilder index =
        new ProcessBuilder(python().toString(), "-I", "-Wignore", "-m", "localstack.aws.spec");
    index.environment().clear();
    index
        .environment()
        .putAll(
            Map.of(
                "HOME", directory.toString(),
                "FILESYSTEM_ROOT", directory.resolve("index").toString(),
                "OVERRIDE_IN_DOCKER", "0"));
    run(index, "LocalStack does not run with this Python");
    Files.createFile(complete());
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
            "LocalStack needs Docker, or Python 3.11 or newer with venv and ensurepip (the package"
                + " python3-venv of Debian). None of "
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
  private static String run(ProcessBuilder command, String problem) throws IOException {
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
