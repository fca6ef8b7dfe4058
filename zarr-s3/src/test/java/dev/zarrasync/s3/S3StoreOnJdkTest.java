package dev.zarrasync.s3;

import dev.zarrasync.http.internal.CrtRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract where the native client does not load. */
class S3StoreOnJdkTest extends S3StoreTest {

  @BeforeAll
  static void turnCrtOff() {
    System.setProperty(CrtRuntime.OFF, "true");
  }

  @AfterAll
  static void turnCrtOn() {
    System.clearProperty(CrtRuntime.OFF);
  }
}
