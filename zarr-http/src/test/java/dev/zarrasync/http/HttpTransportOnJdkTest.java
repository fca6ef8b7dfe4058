package dev.zarrasync.http;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.TransportContract;
import dev.zarrasync.fetch.Transport;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The client that takes the place of native code where that does not load. */
class HttpTransportOnJdkTest extends TransportContract {

  private final ScheduledExecutorService collector = Executors.newScheduledThreadPool(1);

  /** Before Java 21, the last thread of the JDK's client ends when the client is collected. */
  @BeforeEach
  void collectGarbage() {
    collector.scheduleWithFixedDelay(System::gc, 0, 200, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void stopCollecting() {
    collector.shutdownNow();
  }

  @Override
  protected Transport newTransport(FaultServer server) {
    return TransportFixture.newTransportOnJdk(new HttpAddress(server.endpoint(), "", List.of()));
  }
}
