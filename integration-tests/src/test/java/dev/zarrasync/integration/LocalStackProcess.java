package dev.zarrasync.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process on this host that serves LocalStack's S3 on loopback. It ends with this JVM. */
final class LocalStackProcess implements Closeable {

  private static final String SCRIPT = "s3_server.py";

  private final Path directory;
  private final Process process;
  private final URI endpoint;

  private LocalStackProcess(Path directory, PythonEnvironment environment) throws IOException {
    this.directory = directory;
    Path script = directory.resolve(SCRIPT);
    try (InputStream resource =
        LocalStackProcess.class.getResourceAsStream("/localstack/" + SCRIPT)) {
      Files.copy(resource, script);
    }
    Path work = Files.createDirectory(directory.resolve("work"));
    // It ends when its standard input does, which is when this JVM does.
    this.process =
        new ProcessBuilder(
                environment.python().toString(),
                "-I",
                "-Wignore",
                script.toString(),
                work.toString(),
                libraries(environment).toString())
            .redirectError(directory.resolve("log").toFile())
            .start();
    String port = process.inputReader(UTF_8).readLine();
    if (port == null) {
      throw new IOException("LocalStack does not start: " + log());
    }
    this.endpoint = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Starts a server without objects. The first time this installs LocalStack.
   *
   * @return the server, which answers as soon as it is ready
   * @throws IOException if it cannot be installed or does not start
   */
  static LocalStackProcess start() throws IOException {
    PythonEnvironment environment =
        PythonEnvironment.installed("localstack", LocalStackProcess::index);
    return new LocalStackProcess(Files.createTempDirectory("localstack-"), environment);
  }

  /** The directory with LocalStack's index of services, which takes it seconds to make. */
  private static Path libraries(PythonEnvironment environment) {
    return environment.directory().resolve("index/usr/lib/localstack");
  }

  private static void index(PythonEnvironment environment) throws IOException {
    Files.createDirectories(libraries(environment));
    ProcessBuilder index =
        new ProcessBuilder(
            environment.python().toString(), "-I", "-Wignore", "-m", "localstack.aws.spec");
    index.environment().clear();
    index
        .environment()
        .putAll(
            Map.of(
                "HOME", environment.directory().toString(),
                "FILESYSTEM_ROOT", environment.directory().resolve("index").toString(),
                "OVERRIDE_IN_DOCKER", "0"));
    var unused = PythonEnvironment.run(index, "LocalStack does not run with this Python");
  }

  URI endpoint() {
    return endpoint;
  }

  /** What the server wrote. */
  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Stops the server from doing anything. The system still takes connections for it. */
  void freeze() throws Exception {
    List<String> command = List.of("kill", "-STOP", String.valueOf(process.pid()));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(command + " ended with status " + status);
    }
  }

  /** Ends the process at once, whatever it does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends the process, and deletes its files. */
  @Override
  public void close() throws IOException {
    kill();
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
