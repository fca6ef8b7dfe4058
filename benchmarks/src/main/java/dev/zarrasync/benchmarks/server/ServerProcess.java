package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server in a JVM of its own, with no objects at first. */
public final class ServerProcess implements AutoCloseable {

  /** The bucket, which is the directory of a web server. */
  public static final String BUCKET = "bench";

  private final Process process;
  private final List<String> said;

  private ServerProcess(Class<?> main, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new IOException("the server has ended");
    }
    said = List.of(line.split(" ", -1));
  }

  /**
   * Starts a server of {@link Protocol#S3} and {@link Protocol#HTTP_1_1} that costs little.
   *
   * @return the server, once it listens
   * @throws IOException if it ends at once
   */
  public static ServerProcess startS3() throws IOException {
    return new ServerProcess(
        BenchServer.class, "-Xmx1500m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /**
   * Starts a server of all protocols but S3.
   *
   * @return the server, once it listens
   * @throws IOException if it ends at once
   */
  public static ServerProcess startWeb() throws IOException {
    return new ServerProcess(WebBenchServer.class, "-Xmx3g", "-XX:+UseParallelGC");
  }

  /**
   * Returns where it listens.
   *
   * @param protocol one that it speaks
   * @return the URL, without a path
   */
  public URI endpoint(Protocol protocol) {
    return URI.create(said.get(protocol.place));
  }

  /**
   * Returns the certificate of a web server.
   *
   * @return a file in PEM
   */
  public String certificate() {
    return said.get(said.size() - 1);
  }

  /**
   * Sets how the server answers from now on.
   *
   * @param delay how long it waits before the first byte
   * @param bandwidth how many bytes a second it sends on a connection, 0 for all it can; a web
   *     server always sends all it can
   * @throws IOException if it cannot be told
   */
  public void answerAfter(Duration delay, long bandwidth) throws IOException {
    var unused = control("delay=" + delay.toMillis() + "&bandwidth=" + bandwidth);
  }

  /**
   * Returns the counts, which start again from 0.
   *
   * @return what the server saw since they were last taken
   * @throws IOException if it cannot be asked
   */
  public Counts takeCounts() throws IOException {
    return Counts.parse(control("reset=true"));
  }

  /**
   * Sets what goes wrong from now on, in place of what was set before. A web server has no trouble.
   *
   * @param settings as {@link Trouble#of} takes them: {@code name=value}, separated by {@code &};
   *     or {@code ""} for no trouble
   * @throws IOException if it cannot be told
   */
  public void trouble(String settings) throws IOException {
    var unused = control("trouble&" + settings);
  }

  /**
   * Stores an object of the bucket in one request, which a store would not do if it is large.
   *
   * @param key the object's key
   * @param bytes what is in it
   * @throws IOException if the server does not take it
   */
  public void put(String key, byte[] bytes) throws IOException {
    HttpURLConnection connection = open("/" + BUCKET + "/" + key);
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (var body = connection.getOutputStream()) {
      body.write(bytes);
    }
    if (connection.getResponseCode() != 200) {
      throw new IOException("the server answers a put with " + connection.getResponseCode());
    }
  }

  /**
   * Has this web server copy an object of the bucket.
   *
   * @param other the server of S3 that has it
   * @param key the object's key
   * @throws IOException if it cannot
   */
  public void copy(ServerProcess other, String key) throws IOException {
    var unused = control("copy=" + other.endpoint(Protocol.S3) + "/" + BUCKET + "/" + key);
  }

  /**
   * Has this server of S3 forget objects of the bucket, and use their place for others if it was
   * the last.
   *
   * @param prefix what their keys start with
   * @throws IOException if it cannot be told
   */
  public void forget(String prefix) throws IOException {
    var unused = control("forget=" + BUCKET + "/" + prefix);
  }

  private String control(String query) throws IOException {
    try (var body = open("/" + Request.CONTROL + "?" + query).getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    URI first = URI.create(said.get(0));
    return (HttpURLConnection) first.resolve(path).toURL().openConnection();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
