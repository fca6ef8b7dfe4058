package dev.zarrasync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes between clients and a server, until a test cuts the wire after so many of them. The
 * server lives on, so that one can look at what it has.
 */
public final class Relay implements Closeable {

  /** What happens when so many bytes have passed in one direction. */
  private static final class Meter {

    private final AtomicLong passed = new AtomicLong();
    private final AtomicBoolean fired = new AtomicBoolean();
    private volatile long limit = Long.MAX_VALUE;
    private volatile Runnable action = () -> {};

    void after(long bytes, Runnable what) {
      action = what;
      limit = passed.get() + bytes;
    }

    void count(int bytes) {
      if (passed.addAndGet(bytes) >= limit && fired.compareAndSet(false, true)) {
        action.run();
      }
    }
  }

  private final URI target;
  private final ServerSocket listener;
  private final Meter sent = new Meter();
  private final Meter received = new Meter();
  private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> servers = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> readers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean stalled;
  private volatile boolean cut;

  /**
   * Opens a way to a server.
   *
   * @param target the server
   * @throws IOException if there is no free port
   */
  public Relay(URI target) throws IOException {
    this(target, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
  }

  /**
   * Opens a way to a server.
   *
   * @param target the server
   * @param listener takes the connections of clients, with TLS perhaps, which the server has not
   */
  public Relay(URI target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
    Daemon.start("relay", this::accept);
  }

  /** The port that clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Where clients find the server, if they need no TLS. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Breaks off as many of the next connections as soon as they are made. */
  public void breakOffNext(int connections) {
    refused.set(connections);
  }

  /** Does something once so many more bytes have come from clients. The last are not passed on. */
  public void afterSent(long bytes, Runnable action) {
    sent.after(bytes, action);
  }

  /** Does something once so many more bytes have come from the server. */
  public void afterReceived(long bytes, Runnable action) {
    received.after(bytes, action);
  }

  /** Lets all bytes vanish from now on, and leaves the connections open. */
  public void stall() {
    stalled = true;
  }

  /** Closes the connections to the server and this side of those to clients, and takes no more. */
  public void cut() {
    cut = true;
    try {
      listener.close();
      for (Socket server : servers) {
        server.close();
      }
      for (Socket client : clients) {
        end(client);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until clients have closed their side of each connection, and fails if they do not. */
  public void assertNoConnectionIsLeft() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join(30_000);
      assertThat(reader.isAlive()).as("A client has a connection open").isFalse();
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    for (Socket client : clients) {
      client.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      clients.add(client);
      if (refused.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        // With TLS this fails, or waits, as the client's side is open or not.
        Daemon.start("relay", client::close);
        continue;
      }
      try {
        connect(client, new Socket(target.getHost(), target.getPort()));
      } catch (IOException e) {
        // The server takes none.
        client.close();
      }
    }
  }

  private void connect(Socket client, Socket server) throws IOException {
    servers.add(server);
    if (cut) {
      server.close();
      end(client);
    }
    readers.add(Daemon.start("relay", () -> pass(client, server, sent)));
    Daemon.start("relay", () -> pass(server, client, received));
  }

  private void pass(Socket from, Socket to, Meter meter) {
    byte[] buffer = new byte[1 << 14];
    boolean broken = false;
    while (true) {
      int count;
      try {
        count = from.getInputStream().read(buffer);
      } catch (IOException e) {
        count = -1;
      }
      if (count < 0) {
        end(to);
        return;
      }
      meter.count(count);
      // Closing a socket first tells the server that no more comes: what it makes of that is not to
      // be seen.
      if (!stalled && !cut && !broken) {
        try {
          to.getOutputStream().write(buffer, 0, count);
        } catch (IOException e) {
          // What else comes is read all the same, to see the end of it.
          broken = true;
        }
      }
    }
  }

  /** Says that no more comes. */
  private static void end(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
