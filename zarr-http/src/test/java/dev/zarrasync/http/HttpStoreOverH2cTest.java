package dev.zarrasync.http;

import dev.zarrasync.testing.WebServer.Speaks;

class HttpStoreOverH2cTest extends HttpStoreContract {

  HttpStoreOverH2cTest() {
    super(Speaks.H2C);
  }
}
