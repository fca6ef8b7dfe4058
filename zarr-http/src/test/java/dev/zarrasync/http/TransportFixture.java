package dev.zarrasync.http;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.http.internal.ClientOptions;
import dev.zarrasync.http.internal.ClientOptions.Connections;
import dev.zarrasync.http.internal.ClientOptions.Version;
import dev.zarrasync.http.internal.Header;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Transports on servers, which are closed after each test. */
abstract class TransportFixture extends ServerFixture {

  HttpTransport transport(FaultServer server) {
    return transport(server.endpoint());
  }

  HttpTransport transport(URI root, Header... headers) {
    return transport(new HttpAddress(root, "", List.of(headers)), Version.NEGOTIATED);
  }

  HttpTransport transport(HttpAddress address, Version version) {
    return opened(newTransport(address, version));
  }

  static HttpTransport newTransport(HttpAddress address, Version version) {
    return newTransport(address, version, null);
  }

  /** With a context of its own, it is of the client of the JDK. */
  static HttpTransport newTransportOnJdk(HttpAddress address) {
    try {
      return newTransport(address, Version.NEGOTIATED, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpTransport newTransport(
      HttpAddress address, Version version, @Nullable SSLContext tls) {
    Duration patient = Duration.ofSeconds(30);
    ClientOptions options =
        new ClientOptions(version, new Connections(2, 4), patient, null, tls, url -> null);
    MissingKeys missing = new MissingKeys(new KnownServers(), false, false);
    return new HttpTransport(address, null, missing, true, options);
  }
}
