package dev.zarrasync.benchmarks.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A {@link BenchServer} in a JVM of its own. */
public final class ServerProcess implements LateServer, AutoCloseable {

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.endpoint = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Starts a server with an empty bucket.
   *
   * @return the server, once it listens
   * @throws IOException if it ends at once
   */
  public static ServerProcess start() throws IOException {
    Process process =
        ChildJvm.start(
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), BenchServer.class);
    BufferedReader lines = process.inputReader();
    String port = lines.readLine();
    if (port == null) {
      throw new IOException("the server has ended with status " + process.exitValue());
    }
    return new ServerProcess(process, Integer.parseInt(port));
  }

  /**
   * Returns where it listens.
   *
   * @return the URL, without a path
   */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void answerAfter(Duration delay, long bandwidth) throws IOException {
    var unused = control("?delay=" + delay.toMillis() + "&bandwidth=" + bandwidth);
  }

  @Override
  public Counts takeCounts() throws IOException {
    return Counts.parse(control("?reset"));
  }

  /**
   * Sets what goes wrong from now on, in place of what was set before.
   *
   * @param settings as {@link Trouble#of} takes them: {@code name=value}, separated by {@code &};
   *     or {@code ""} for no trouble
   */
  void trouble(String settings) throws IOException {
    var unused = control("?trouble&" + settings);
  }

  /** Stores an object of the bucket in one request, which a store would not do if it is large. */
  void put(String key, byte[] bytes) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            endpoint.resolve("/" + Bare.BUCKET + "/" + key).toURL().openConnection();
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

  private String control(String query) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            endpoint.resolve("/" + Request.CONTROL + query).toURL().openConnection();
    try (var body = connection.getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
