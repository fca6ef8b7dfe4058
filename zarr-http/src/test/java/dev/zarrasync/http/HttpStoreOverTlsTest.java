package dev.zarrasync.http;

import dev.zarrasync.testing.WebServer.Speaks;

class HttpStoreOverTlsTest extends HttpStoreContract {

  HttpStoreOverTlsTest() {
    super(Speaks.TLS);
  }
}
