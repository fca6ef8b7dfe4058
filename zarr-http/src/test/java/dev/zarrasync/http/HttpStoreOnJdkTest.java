package dev.zarrasync.http;

import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A context of the user's own is used by the JDK's client. */
class HttpStoreOnJdkTest extends HttpStoreContract {
  HttpStoreOnJdkTest() {
    super(Speaks.TLS);
  }

  @Override
  HttpStoreBuilder changed(HttpStoreBuilder builder) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(WebServer.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return builder.sslContext(context);
  }
}
