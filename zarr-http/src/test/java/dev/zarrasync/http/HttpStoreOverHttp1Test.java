package dev.zarrasync.http;

import dev.zarrasync.testing.WebServer.Speaks;

class HttpStoreOverHttp1Test extends HttpStoreContract {

  HttpStoreOverHttp1Test() {
    super(Speaks.HTTP_1_1);
  }
}
