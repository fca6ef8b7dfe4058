package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.testing.Certificate;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.stream.Stream;

/** The nginx of this machine on a directory, with TLS and HTTP/2, and otherwise its defaults. */
final class Nginx implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final Process process;

  private Nginx(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  static boolean isThere() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "nginx")));
  }

  static Nginx start(Path directory) throws IOException, GeneralSecurityException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(directory.resolve("root"));
    Certificate certificate = Certificate.LOCALHOST;
    Path pem = directory.resolve("server.pem");
    Files.writeString(
        pem,
        pem(
                "PRIVATE KEY",
                certificate
                    .keys()
                    .getKey("server", Certificate.PASSWORD.toCharArray())
                    .getEncoded())
            + pem("CERTIFICATE", certificate.keys().getCertificate("server").getEncoded()));
    Path config = directory.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 512; }
        http {
          log_format connection "$connection";
          access_log access.log connection;
          client_body_temp_path temp;
          proxy_temp_path temp;
          fastcgi_temp_path temp;
          uwsgi_temp_path temp;
          scgi_temp_path temp;
          server {
            listen 127.0.0.1:%d ssl http2;
            ssl_certificate server.pem;
            ssl_certificate_key server.pem;
            root root;
            location ~ /$ { return 404; }
          }
        }
        """
            .formatted(port));
    Process process =
        new ProcessBuilder("nginx", "-p", directory.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.log").toFile())
            .start();
    Nginx nginx = new Nginx(directory, port, process);
    nginx.awaitStart();
    return nginx;
  }

  private static String pem(String type, byte[] encoded) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private void awaitStart() throws IOException {
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          String output = Files.readString(directory.resolve("output.log"), UTF_8);
          throw new IOException("nginx does not start: " + output, e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** What it serves is under this directory. */
  Path root() {
    return directory.resolve("root");
  }

  HttpStoreBuilder store(String path) {
    return HttpStore.builder()
        .base(URI.create("https://127.0.0.1:" + port + path))
        .trustStore(Certificate.LOCALHOST.trusted());
  }

  /** Counts the connections that have carried a request which is over. */
  long connections() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("access.log"))) {
      return lines.distinct().count();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
