package dev.zarrasync.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.client.BasicAuthentication.BasicResult;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that the JVM's system properties name, for the hosts that they name it for. */
final class JettyProxy extends HttpProxy {

  private final InetSocketAddress address;

  private JettyProxy(InetSocketAddress address) {
    super(address.getHostString(), address.getPort());
    this.address = address;
  }

  /**
   * Has a client use a proxy.
   *
   * @param client not started yet
   * @param root the URL of the store, for which the system properties are asked
   * @param given the proxy for all requests, or null to do as the system properties say
   */
  static void use(HttpClient client, URI root, @Nullable URI given) {
    if (given == null) {
      found(root).ifPresent(f -> client.getProxyConfiguration().addProxy(new JettyProxy(f)));
      return;
    }
    Origin.Address address = new Origin.Address(given.getHost(), HttpAddress.port(given));
    HttpProxy proxy = new HttpProxy(address, HttpAddress.isSecure(given));
    client.getProxyConfiguration().addProxy(proxy);
    String[] user = String.valueOf(given.getUserInfo()).split(":", 2);
    if (given.getUserInfo() != null) {
      String password = user.length == 2 ? user[1] : "";
      client
          .getAuthenticationStore()
          .addAuthenticationResult(
              new BasicResult(proxy.getURI(), HttpHeader.PROXY_AUTHORIZATION, user[0], password));
    }
  }

  @Override
  public boolean matches(Origin origin) {
    return found(URI.create(origin.asString())).filter(address::equals).isPresent();
  }

  private static Optional<InetSocketAddress> found(URI uri) {
    ProxySelector system = ProxySelector.getDefault();
    return system == null
        ? Optional.empty()
        : system.select(uri).stream()
            .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
            .map(proxy -> (InetSocketAddress) proxy.address())
            .findFirst();
  }
}
