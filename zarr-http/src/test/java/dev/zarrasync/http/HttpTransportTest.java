package dev.zarrasync.http;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.TransportContract;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.http.internal.ClientOptions.Version;
import java.util.List;

class HttpTransportTest extends TransportContract {

  @Override
  protected Transport newTransport(FaultServer server) {
    HttpAddress address = new HttpAddress(server.endpoint(), "", List.of());
    return TransportFixture.newTransport(address, Version.NEGOTIATED);
  }
}
