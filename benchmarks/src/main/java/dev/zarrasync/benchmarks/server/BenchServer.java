package dev.zarrasync.benchmarks.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * An S3 server that costs little: one thread, HTTP/1.1 with keep-alive, and bodies that the kernel
 * sends from a file in its page cache. It answers late and slowly where it is told to, by timers.
 *
 * <p>It runs in a JVM of its own, prints its URL, and ends when its standard input does.
 */
final class BenchServer {

  private record Timer(long due, Runnable task) {}

  private final Selector selector = Selector.open();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.compare(a.due - b.due, 0));
  private final Responder responder = new Responder();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 18);

  private BenchServer() throws IOException {}

  public static void main(String[] args) throws IOException {
    Thread watch = new Thread(BenchServer::exitWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    new BenchServer().run();
  }

  /** Waits for the end of this JVM's standard input, and ends it. */
  static void exitWithParent() {
    try {
      var unused = System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("The parent is gone: " + e);
    }
    System.exit(0);
  }

  private void run() throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
      door.configureBlocking(false);
      door.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println("http://127.0.0.1:" + door.socket().getLocalPort());
      while (true) {
        await();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid() && key.isAcceptable()) {
            accept(door);
          } else if (key.isValid()) {
            ((Connection) key.attachment()).proceed();
          }
        }
        selector.selectedKeys().clear();
        runTimers();
      }
    }
  }

  private void await() throws IOException {
    Timer next = timers.peek();
    long wait = next == null ? Long.MAX_VALUE : next.due - System.nanoTime();
    if (next == null) {
      selector.select();
    } else if (wait <= 0) {
      selector.selectNow();
    } else {
      // Rounded up: an answer is never early.
      selector.select(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.element().due - now <= 0) {
      timers.remove().task.run();
    }
  }

  private void accept(ServerSocketChannel door) throws IOException {
    SocketChannel channel = door.accept();
    while (channel != null) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new Connection(this, channel, key));
      channel = door.accept();
    }
  }

  Responder responder() {
    return responder;
  }

  /** A buffer for who needs one until it returns. */
  ByteBuffer scratch() {
    return scratch.clear();
  }

  /** Runs a task at a time of {@link System#nanoTime()}. */
  void at(long due, Runnable task) {
    timers.add(new Timer(due, task));
  }
}
