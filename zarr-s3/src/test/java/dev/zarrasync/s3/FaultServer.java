package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP server that answers whatever a test wants, wrong lengths and broken connections too. */
final class FaultServer implements AutoCloseable {

  /** What the server does with a request. */
  @FunctionalInterface
  interface Behaviour {
    void answer(Exchange exchange) throws IOException;
  }

  /** A request and the connection it came by. */
  record Exchange(String line, Map<String, String> headers, Socket socket) {

    /** Writes an answer with its length. */
    void send(int status, String headers, byte[] body) throws IOException {
      write(status, headers + "Content-Length: " + body.length + "\r\n", body);
    }

    /** Writes an error as S3 does. */
    void sendError(int status, String code, String headers) throws IOException {
      String message = "<Error><Code>%s</Code><Message>Told by the server</Message></Error>";
      send(status, headers, message.formatted(code).getBytes(UTF_8));
    }

    /** Writes an answer as it is. */
    void write(int status, String headers, byte[] body) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(("HTTP/1.1 " + status + " Status\r\n" + headers + "\r\n").getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
    }

    void hangUp() throws IOException {
      socket.close();
    }

    /** Waits until the client closes the connection. */
    void awaitHangUp() throws IOException {
      try {
        while (socket.getInputStream().read() >= 0) {
          // A request is over when its answer is: nothing of use comes here.
        }
      } catch (SocketException e) {
        // Closed by a reset.
      }
    }
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();

  FaultServer(Behaviour behaviour) throws IOException {
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    this.behaviour = behaviour;
    start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  S3StoreBuilder store() {
    return S3Store.builder()
        .bucket("bucket")
        .endpoint(endpoint())
        .region("us-east-1")
        .credentials("the-access-key", "the-secret-key")
        .maxAttempts(1);
  }

  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      sockets.add(socket);
      start(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<String, String> headers = new TreeMap<>();
      for (String header : head(in)) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).trim());
      }
      for (int rest = Integer.parseInt(headers.getOrDefault("content-length", "0")); rest > 0; ) {
        rest -= (int) in.skip(rest);
      }
      Exchange exchange = new Exchange(line, headers, socket);
      exchanges.add(exchange);
      behaviour.answer(exchange);
    }
  }

  private static List<String> head(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The test has closed the server, or the client has hung up.
              }
            },
            "fault-server");
    thread.setDaemon(true);
    thread.start();
  }
}
