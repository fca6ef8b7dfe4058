package dev.zarrasync.benchmarks.bare;

import static java.lang.Integer.parseInt;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A web server for each of {@link Speaks}, with the arrays of the benchmark.
 *
 * <p>They run in a JVM of their own, which prints their URLs and the certificate. Then each line of
 * its standard input is a delay in milliseconds, to answer after from now on; what it prints in
 * return is what came until then. It ends when its input does.
 */
final class WebBenchServer {

  private final Counters counters = new Counters();
  private final List<WebServer> servers = new ArrayList<>();

  private WebBenchServer() {}

  /**
   * Starts the servers.
   *
   * @param args the number of small chunks, that of large ones, and a large chunk's side
   */
  public static void main(String[] args) throws Exception {
    SmallArray small = new SmallArray(parseInt(args[0]));
    List<LargeArray> large =
        Stream.of(LargeArray.Codec.values())
            .map(codec -> new LargeArray(codec, parseInt(args[1]), parseInt(args[2])))
            .toList();
    new WebBenchServer().run(small, large);
    System.exit(0);
  }

  private void run(SmallArray small, List<LargeArray> large) throws Exception {
    for (Speaks speaks : Speaks.values()) {
      servers.add(WebServer.start(speaks, new CountingHandler(counters)));
    }
    try (MemoryStore store = new MemoryStore()) {
      small.write(store);
      move(store, SmallArray.PATH, small.keys());
      for (LargeArray array : large) {
        array.write(store);
        move(store, array.path(), array.keys());
      }
    }
    for (WebServer server : servers) {
      System.out.println(server.url());
    }
    byte[] certificate = WebServer.trusted().getCertificate("server").getEncoded();
    System.out.println(Base64.getEncoder().encodeToString(certificate));
    obey();
  }

  private void move(MemoryStore store, String path, List<String> chunks) {
    move(store, path + "/.zarray");
    chunks.forEach(key -> move(store, key));
  }

  /** Each server has the same bytes. */
  private void move(MemoryStore store, String key) {
    byte[] bytes = ((Fetched.Found) store.get(key).join()).bytes();
    servers.forEach(server -> server.put("/" + Bare.BUCKET + "/" + key, bytes));
    store.delete(key).join();
  }

  private void obey() throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Duration delay = Duration.ofMillis(parseInt(line));
      servers.forEach(server -> server.answerAfter(delay));
      synchronized (counters) {
        System.out.println(counters.text() + ".");
        counters.reset();
      }
    }
  }
}
