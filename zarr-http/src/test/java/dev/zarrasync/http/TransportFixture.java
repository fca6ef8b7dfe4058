package dev.zarrasync.http;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.http.HttpClientOptions.Connections;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpField;

/** Transports on servers, which are closed after each test. */
abstract class TransportFixture extends ServerFixture {

  HttpTransport transport(FaultServer server) {
    return transport(server.endpoint());
  }

  HttpTransport transport(URI root, HttpField... headers) {
    return transport(new HttpAddress(root, "", List.of(headers)), HttpProtocol.AUTO);
  }

  HttpTransport transport(HttpAddress address, HttpProtocol protocol) {
    return opened(newTransport(address, protocol));
  }

  static HttpTransport newTransport(HttpAddress address, HttpProtocol protocol) {
    Duration patient = Duration.ofSeconds(30);
    HttpClientOptions options =
        new HttpClientOptions(
            address.root(), protocol, new Connections(2, 4), patient, patient, null, url -> null);
    MissingKeys missing = new MissingKeys(new KnownServers(), false, false);
    return new HttpTransport(address, null, missing, true, options);
  }
}
