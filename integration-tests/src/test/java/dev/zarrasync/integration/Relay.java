package dev.zarrasync.integration;

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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes between clients and a server, until a test cuts the wire after so many of them. The
 * server lives on, so that one can look at what it has.
 */
final class Relay implements Closeable {

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
  private volatile boolean stalled;
  private volatile boolean cut;

  /**
   * Opens a way to a server.
   *
   * @param target the server
   * @throws IOException if there is no free port
   */
  Relay(URI target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Does something once so many more bytes have come from clients. The last are not passed on. */
  void afterSent(long bytes, Runnable action) {
    sent.after(bytes, action);
  }

  /** Does something once so many more bytes have come from the server. */
  void afterReceived(long bytes, Runnable action) {
    received.after(bytes, action);
  }

  /** Lets all bytes vanish from now on, and leaves the connections open. */
  void stall() {
    stalled = true;
  }

  /** Closes the connections to the server and this side of those to clients, and takes no more. */
  void cut() {
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
  void assertNoConnectionIsLeft() throws InterruptedException {
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
    readers.add(start(() -> pass(client, server, sent)));
    start(() -> pass(server, client, received));
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
      if (!stalled && !broken) {
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

  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private static Thread start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The wire is cut.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
