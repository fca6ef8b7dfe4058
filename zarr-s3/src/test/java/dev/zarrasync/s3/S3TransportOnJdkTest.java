package dev.zarrasync.s3;

import dev.zarrasync.http.internal.CrtRuntime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The same where the native client does not load. */
class S3TransportOnJdkTest extends S3TransportTest {

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

  @BeforeAll
  static void turnCrtOff() {
    System.setProperty(CrtRuntime.OFF, "true");
  }

  @AfterAll
  static void turnCrtOn() {
    System.clearProperty(CrtRuntime.OFF);
  }
}
