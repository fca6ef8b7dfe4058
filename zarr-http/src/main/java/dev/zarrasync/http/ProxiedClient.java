package dev.zarrasync.http;

import dev.zarrasync.remote.ProxyServer;
import java.net.URI;
import java.util.function.Function;
import org.eclipse.jetty.client.BasicAuthentication.BasicResult;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** A client that asks a rule for the proxy of each host: redirects may lead to others. */
@SuppressWarnings("try") // Of the close() that it inherits.
final class ProxiedClient extends HttpClient {

  private final ProxyConfiguration proxies;

  ProxiedClient(HttpClientTransport transport, Function<URI, @Nullable ProxyServer> rule) {
    super(transport);
    proxies =
        new ProxyConfiguration() {
          @Override
          public @Nullable Proxy match(Origin origin) {
            ProxyServer server = rule.apply(URI.create(origin.asString()));
            return server == null ? null : proxy(server);
          }
        };
  }

  @Override
  public ProxyConfiguration getProxyConfiguration() {
    return proxies;
  }

  private ProxyConfiguration.Proxy proxy(ProxyServer server) {
    Origin.Address address = new Origin.Address(server.host(), server.port());
    HttpProxy proxy = new HttpProxy(address, server.secure());
    if (server.user() != null) {
      getAuthenticationStore()
          .addAuthenticationResult(
              new BasicResult(
                  proxy.getURI(),
                  HttpHeader.PROXY_AUTHORIZATION,
                  server.user(),
                  server.password()));
    }
    return proxy;
  }
}
