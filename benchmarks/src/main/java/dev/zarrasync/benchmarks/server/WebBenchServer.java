package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;

/**
 * A web server for each of {@link Speaks}, all with the same objects, which are put there.
 *
 * <p>They run in a JVM of their own, which prints their URLs and the file of the certificate, and
 * ends when its standard input does.
 */
final class WebBenchServer {

  // Guarded by itself.
  private final Counters counters = new Counters();
  private final List<WebServer> servers = new ArrayList<>();

  private WebBenchServer() {}

  public static void main(String[] args) throws Exception {
    new WebBenchServer().run();
    BenchServer.exitWithParent();
  }

  private void run() throws Exception {
    for (Speaks speaks : List.of(Speaks.HTTP_1_1, Speaks.H2C, Speaks.TLS)) {
      servers.add(WebServer.start(speaks, new Door()));
    }
    byte[] certificate = WebServer.trusted().getCertificate("server").getEncoded();
    Path file = Files.createTempFile("certificate", ".pem");
    file.toFile().deleteOnExit();
    String lines = Base64.getMimeEncoder().encodeToString(certificate);
    Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
    String urls =
        servers.stream().map(server -> server.url().toString()).collect(Collectors.joining(" "));
    System.out.println(urls + " " + file);
  }

  /** Counts what comes, stores what is put, and does what it is told. */
  private final class Door extends Handler.Wrapper {

    // Guarded by the counters.
    private final Map<String, Integer> lastRounds = new HashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = request.getHttpURI().getPath();
      if (path.equals("/" + dev.zarrasync.benchmarks.server.Request.CONTROL)) {
        String text = control(Request.extractQueryParameters(request));
        response.write(true, UTF_8.encode(text), callback);
        return true;
      }
      if (request.getMethod().equals("PUT")) {
        Content.Source.asByteBuffer(
            request,
            Promise.from(
                body -> {
                  put(path, body);
                  callback.succeeded();
                },
                callback::failed));
        return true;
      }
      synchronized (counters) {
        String connection = request.getConnectionMetaData().getId();
        int last = lastRounds.getOrDefault(connection, -1);
        lastRounds.put(connection, counters.start(request.getMethod(), last));
      }
      return super.handle(request, response, Callback.from(callback, this::end));
    }

    private void end() {
      synchronized (counters) {
        counters.end();
      }
    }
  }

  private String control(Fields query) {
    synchronized (counters) {
      String text = counters.control(name -> Objects.requireNonNullElse(query.getValue(name), ""));
      Duration delay = Duration.ofMillis(counters.delayMillis());
      servers.forEach(server -> server.answerAfter(delay));
      return text;
    }
  }

  private void put(String path, ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    servers.forEach(server -> server.put(path, bytes));
  }
}
