package dev.zarrasync.http;

import dev.zarrasync.http.WebServer.Speaks;

class HttpStoreOverTlsTest extends HttpStoreContract {

  HttpStoreOverTlsTest() {
    super(Speaks.TLS);
  }
}
