package dev.zarrasync.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * A web server for each of {@link Speaks}, all with the same objects, which are copied there.
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

  /** Counts what comes, and does what it is told. */
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

  private String control(Fields query) throws IOException {
    String object = query.getValue("copy");
    if (object != null) {
      copy(URI.create(object));
    }
    synchronized (counters) {
      String text = counters.control(name -> Objects.requireNonNullElse(query.getValue(name), ""));
      Duration delay = Duration.ofMillis(counters.delayMillis());
      servers.forEach(server -> server.answerAfter(delay));
      return text;
    }
  }

  /** Each server has the same bytes. */
  private void copy(URI object) throws IOException {
    try (InputStream body = object.toURL().openStream()) {
      byte[] bytes = body.readAllBytes();
      servers.forEach(server -> server.put(object.getPath(), bytes));
    }
  }
}
