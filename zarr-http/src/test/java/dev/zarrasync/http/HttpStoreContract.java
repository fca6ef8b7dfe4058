package dev.zarrasync.http;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.AsyncStoreContract;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract over one way of speaking. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpStoreContract extends AsyncStoreContract {

  private final AtomicInteger stores = new AtomicInteger();
  private final Speaks speaks;
  private WebServer server;

  HttpStoreContract(Speaks speaks) {
    this.speaks = speaks;
  }

  @BeforeAll
  void startServer() throws Exception {
    server = WebServer.start(speaks);
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.complementOf(
        EnumSet.of(
            Capability.WRITE,
            Capability.LIST,
            Capability.GROUPED_LIST,
            Capability.CONDITIONAL_PUT));
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) throws Exception {
    String root = "/store " + stores.incrementAndGet();
    objects.forEach((key, value) -> server.put(root + "/" + key, value));
    return changed(OnWebServer.store(server, root.replace(" ", "%20"))).build();
  }

  /** Changes how a store connects. */
  HttpStoreBuilder changed(HttpStoreBuilder builder) throws Exception {
    return builder;
  }
}
