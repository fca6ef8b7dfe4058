package dev.zarrasync.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A virtual environment with the pinned packages, and the script that reads with them. */
final class Python {

  private static final String REQUIREMENTS = "requirements.txt";
  private static final String SCRIPT = "contestant.py";

  private final Path interpreter;
  private final Path script;

  private Python(Path interpreter, Path script) {
    this.interpreter = interpreter;
    this.script = script;
  }

  /**
   * Makes it, or uses what an earlier run made. The variable {@code PYTHON} chooses an interpreter.
   *
   * @param directory where it is to be
   * @throws IOException if there is no Python, or the packages cannot be installed
   */
  static Python install(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path requirements = copy(REQUIREMENTS, directory);
    Path interpreter = directory.resolve("venv/bin/python").toAbsolutePath();
    Path done = directory.resolve("installed.txt");
    if (!Files.exists(done) || Files.mismatch(done, requirements) >= 0) {
      String base = System.getenv().getOrDefault("PYTHON", "python3");
      run(directory, base, "-m", "venv", "--clear", "venv");
      run(
          directory,
          interpreter.toString(),
          "-m",
          "pip",
          "install",
          "--quiet",
          "--no-deps",
          "-r",
          requirements.toString());
      Files.copy(requirements, done, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Python(interpreter, copy(SCRIPT, directory));
  }

  private static Path copy(String resource, Path directory) throws IOException {
    Path target = directory.resolve(resource).toAbsolutePath();
    try (InputStream content = Python.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IOException(resource + " is missing on the class path");
      }
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  private static void run(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " has failed: " + said.strip());
    }
  }

  List<String> command(String contestant, String job) {
    return List.of(interpreter.toString(), script.toString(), contestant, job);
  }
}
