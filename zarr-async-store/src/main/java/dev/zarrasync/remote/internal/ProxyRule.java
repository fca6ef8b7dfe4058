package dev.zarrasync.remote.internal;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy requests go through. The first that says anything decides:
 *
 * <ol>
 *   <li>the builder of the store;
 *   <li>the JVM, whose system properties are {@code https.proxyHost}, {@code https.proxyPort},
 *       {@code https.proxyUser} and {@code https.proxyPassword}, or those with {@code http} for
 *       URLs without TLS, and {@code http.nonProxyHosts} for both;
 *   <li>the environment variables {@code https_proxy} or {@code http_proxy} and {@code no_proxy},
 *       each also in capitals, which count where there is none in small letters. An empty one says
 *       that there is no proxy. Hosts that are this machine need none.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class ProxyRule {

  /** The variables of this process. */
  public static final UnaryOperator<@Nullable String> OF_PROCESS = new OfProcess();

  /** Hosts that are told by their names. Loaded where a variable names a proxy. */
  private static final class Exempt {
    static final Pattern THIS_MACHINE =
        Pattern.compile("localhost|.*\\.localhost|127\\..*|::1|0:0:0:0:0:0:0:1");

    /** Of {@code no_proxy}: a host or a domain, which may begin with a dot, and perhaps a port. */
    static final Pattern LISTED =
        Pattern.compile("(?:\\*?\\.)?(\\[[^]]*]|[^:\\[]+)(?::(\\d{1,5}))?");
  }

  private static final class OfProcess implements UnaryOperator<@Nullable String> {
    @Override
    public @Nullable String apply(@Nullable String name) {
      return System.getenv(name);
    }
  }

  private final @Nullable ProxyServer given;
  private final UnaryOperator<@Nullable String> environment;

  /**
   * @param given the URL of a proxy that is used for all servers, or null
   * @param environment the environment variables by their names
   */
  public ProxyRule(@Nullable URI given, UnaryOperator<@Nullable String> environment) {
    this.given = given == null ? null : ProxyServer.of(given);
    this.environment = environment;
  }

  /**
   * Checks that the builder sets no proxy, for a client that has its own.
   *
   * @throws IllegalStateException if it does
   */
  public void checkUnset() {
    if (given != null) {
      throw new IllegalStateException("The client brings its own proxy: set it there");
    }
  }

  /**
   * Finds the proxy for a URL.
   *
   * @param url the URL of a server, with a scheme and a host
   * @return the proxy, or null for none
   * @throws IllegalStateException if a variable of the environment is no URL of an HTTP proxy
   */
  public @Nullable ProxyServer find(URI url) {
    if (given != null) {
      return given;
    }
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    InetSocketAddress ofJvm = ofJvm(url);
    if (ofJvm != null) {
      return ofJvm(scheme, ofJvm);
    }
    // Or else the JVM says that this host needs none.
    return System.getProperty(scheme + ".proxyHost", "").isEmpty() ? ofEnvironment(url) : null;
  }

  private static @Nullable InetSocketAddress ofJvm(URI url) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector != null) {
      for (Proxy proxy : selector.select(url)) {
        if (proxy.type() == Proxy.Type.HTTP) {
          return (InetSocketAddress) proxy.address();
        }
      }
    }
    return null;
  }

  private static ProxyServer ofJvm(String scheme, InetSocketAddress address) {
    String host = address.getHostString();
    boolean isOfProperties = host.equals(System.getProperty(scheme + ".proxyHost"));
    String user = isOfProperties ? System.getProperty(scheme + ".proxyUser") : null;
    String password = System.getProperty(scheme + ".proxyPassword", "");
    return new ProxyServer(false, host, address.getPort(), user, user == null ? "" : password);
  }

  private @Nullable ProxyServer ofEnvironment(URI url) {
    String name = url.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
    String value = variable(name);
    if (value.isEmpty() || isExempt(url)) {
      return null;
    }
    ProxyServer proxy = ProxyServer.parse(value);
    if (proxy == null) { // Its value may hold a password.
      throw new IllegalStateException(
          "The environment variable "
              + name
              + " is not the URL of an HTTP proxy, such as http://proxy.example.org:3128: set it"
              + " right, set it to nothing, or name "
              + url.getHost()
              + " in no_proxy");
    }
    return proxy;
  }

  private String variable(String name) {
    String small = environment.apply(name);
    String value = small != null ? small : environment.apply(name.toUpperCase(Locale.ROOT));
    return value == null ? "" : value.trim();
  }

  private boolean isExempt(URI url) {
    String host = withoutBrackets(url.getHost()).toLowerCase(Locale.ROOT);
    int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    int port = url.getPort() >= 0 ? url.getPort() : standard;
    return Exempt.THIS_MACHINE.matcher(host).matches()
        || Stream.of(variable("no_proxy").split("[,\\s]+")).anyMatch(e -> isFor(e, host, port));
  }

  private static boolean isFor(String exempt, String host, int port) {
    boolean isIpv6 = exempt.indexOf(':') != exempt.lastIndexOf(':') && !exempt.startsWith("[");
    String bracketed = isIpv6 ? "[" + exempt + "]" : exempt;
    Matcher matcher = Exempt.LISTED.matcher(bracketed.toLowerCase(Locale.ROOT));
    if (exempt.equals("*") || !matcher.matches()) {
      return exempt.equals("*");
    }
    String name = withoutBrackets(matcher.group(1));
    boolean isHost = host.equals(name) || host.endsWith("." + name);
    return isHost && (matcher.group(2) == null || Integer.parseInt(matcher.group(2)) == port);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
