package dev.zarrasync.s3;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same where the native client does not load. */
class S3TransportOnNettyTest extends S3TransportTest {

  @BeforeAll
  static void turnCrtOff() {
    System.setProperty(CrtRuntime.OFF, "true");
  }

  @AfterAll
  static void turnCrtOn() {
    System.clearProperty(CrtRuntime.OFF);
  }
}
