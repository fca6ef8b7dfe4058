package dev.zarrasync.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP server that answers whatever a test wants, wrong lengths and broken connections too. */
public final class FaultServer implements AutoCloseable {

  /** What the server does with a request. */
  @FunctionalInterface
  public interface Behaviour {
    /** Answers a request. */
    void answer(Exchange exchange) throws IOException;
  }

  /** A request and the connection it came by. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Exchange(String line, Map<String, String> headers, byte[] body, Socket socket) {

    /** Writes an answer with its length. */
    public void send(int status, String headers, byte[] body) throws IOException {
      write(status, headers + "Content-Length: " + body.length + "\r\n", body);
    }

    /** Writes an answer as it is. */
    public void write(int status, String headers, byte[] body) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(("HTTP/1.1 " + status + " Status\r\n" + headers + "\r\n").getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
    }

    /** Breaks the connection off. */
    public void hangUp() throws IOException {
      socket.close();
    }

    /** Breaks the connection off by a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Writes a byte now and then until the client closes the connection. */
    public void dripUntilHangUp() throws IOException {
      socket.setSoTimeout(10);
      try {
        for (boolean open = true; open; ) {
          socket.getOutputStream().write(0);
          open = isOpenForAMoment();
        }
      } catch (SocketException e) {
        // Closed by a reset.
      }
    }

    private boolean isOpenForAMoment() throws IOException {
      try {
        return socket.getInputStream().read() >= 0;
      } catch (SocketTimeoutException e) {
        return true;
      }
    }

    /** Waits until the client closes the connection. */
    public void awaitHangUp() throws IOException {
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

  /** Starts. */
  public FaultServer(Behaviour behaviour) throws IOException {
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    this.behaviour = behaviour;
    Daemon.start("fault-server", this::accept);
  }

  /** Where it is. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** The requests so far. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Counts the connections so far. */
  public int connections() {
    return sockets.size();
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
      Daemon.start("fault-server", () -> serve(socket));
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
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      Exchange exchange = new Exchange(line, headers, body(in, length), socket);
      exchanges.add(exchange);
      behaviour.answer(exchange);
    }
  }

  private static byte[] body(BufferedReader in, int length) throws IOException {
    char[] chars = new char[length];
    for (int read = 0; read < length; ) {
      int count = in.read(chars, read, length - read);
      if (count < 0) {
        throw new EOFException();
      }
      read += count;
    }
    return new String(chars).getBytes(ISO_8859_1);
  }

  private static List<String> head(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    return lines;
  }
}
