package dev.zarrasync.integration.bench;

import dev.zarrasync.http.WebServer;
import dev.zarrasync.http.WebServer.Speaks;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

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
    SmallArray small = new SmallArray(Integer.parseInt(args[0]));
    LargeArray large = new LargeArray(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    new WebBenchServer().run(small, large);
    System.exit(0);
  }

  private void run(SmallArray small, LargeArray large) throws Exception {
    for (Speaks speaks : Speaks.values()) {
      servers.add(WebServer.start(speaks, new CountingHandler(counters)));
    }
    try (MemoryStore store = new MemoryStore()) {
      small.write(store);
      large.write(store);
      copy(store, SmallArray.PATH + "/.zarray");
      copy(store, LargeArray.PATH + "/.zarray");
      for (String key : small.keys()) {
        copy(store, key);
      }
      for (String key : large.keys()) {
        copy(store, key);
      }
    }
    for (WebServer server : servers) {
      System.out.println(server.url());
    }
    byte[] certificate = WebServer.trusted().getCertificate("server").getEncoded();
    System.out.println(Base64.getEncoder().encodeToString(certificate));
    obey();
  }

  /** Each server has the same bytes. */
  private void copy(MemoryStore store, String key) {
    byte[] bytes = ((Fetched.Found) store.get(key).join()).bytes();
    servers.forEach(server -> server.put("/" + Bare.BUCKET + "/" + key, bytes));
    store.delete(key).join();
  }

  private void obey() throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Duration delay = Duration.ofMillis(Integer.parseInt(line));
      servers.forEach(server -> server.answerAfter(delay));
      synchronized (counters) {
        System.out.println(counters.text() + ".");
        counters.reset();
      }
    }
  }
}
