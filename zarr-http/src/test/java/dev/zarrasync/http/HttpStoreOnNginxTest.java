package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.testing.AsyncStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The contract on nginx, and what nginx does to connections. */
class HttpStoreOnNginxTest extends AsyncStoreContract {

  private static Nginx nginx;

  @BeforeAll
  static void startServer(@TempDir Path directory) throws Exception {
    if (!Nginx.isThere()) {
      String problem = "nginx is not on the PATH: nothing is tested on it";
      LoggerFactory.getLogger(HttpStoreOnNginxTest.class).error(problem);
      assumeTrue(false, problem);
    }
    nginx = Nginx.start(directory);
  }

  @AfterAll
  static void stopServer() {
    if (nginx != null) {
      nginx.close();
    }
  }

  @Override
  protected Set<Capability> capabilities() {
    Set<Capability> some = EnumSet.of(Capability.CLOSE);
    if ("UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      some.add(Capability.UNICODE_KEYS);
    }
    return some;
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) throws Exception {
    Path root = Files.createTempDirectory(nginx.root(), "store");
    try (FileStore files = FileStore.at(root)) {
      fill(files, objects);
    }
    return nginx.store("/" + root.getFileName()).build();
  }

  /** After 1,000 requests (keepalive_requests) it says GOAWAY, and forgets what is on its way. */
  @Test
  void connectionsThatEndAreNotNoticed() throws Exception {
    List<String> keys = IntStream.range(0, 1_289).mapToObj(i -> "c/" + i).toList();
    Path root = Files.createTempDirectory(nginx.root(), "store");
    try (FileStore files = FileStore.at(root)) {
      keys.forEach(key -> fill(files, Map.of(key, new byte[60])));
    }
    long before = nginx.connections();
    try (HttpStore store =
        nginx.store("/" + root.getFileName()).cacheBytes(0).maxAttempts(1).build()) {
      int runs = Integer.getInteger("nginx.runs", 10);
      for (int run = 0; run < runs; run++) {
        for (CompletableFuture<Fetched> item : store.getItems(keys).values()) {
          assertThat(value(item)).isInstanceOf(Fetched.Found.class);
        }
      }
      assertThat(nginx.connections() - before)
          .as("some have ended")
          .isBetween(runs * 1_289L / 1_000, runs * 1_289L / 1_000 + 16);
    }
  }
}
