package dev.zarrasync.remote.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param secure whether it is spoken to with TLS
 * @param host its name or address, IPv6 in brackets
 * @param port its port
 * @param user whom it is told, or null for nobody
 * @param password of the user, or {@code ""}
 */
public record ProxyServer(
    boolean secure, String host, int port, @Nullable String user, String password) {

  /**
   * Reads a URL.
   *
   * @param url for example {@code http://user:password@proxy.example.org:3128}; without a scheme it
   *     is taken for {@code http}
   * @return the proxy, or null if the URL is not one of an HTTP proxy
   */
  public static @Nullable ProxyServer parse(String url) {
    try {
      return of(new URI(url.contains("://") ? url : "http://" + url));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  public static @Nullable ProxyServer of(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      return null;
    }
    boolean secure = scheme.equals("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    String info = url.getUserInfo();
    if (info == null || info.isEmpty()) {
      return new ProxyServer(secure, url.getHost(), port, null, "");
    }
    String[] user = info.split(":", 2);
    return new ProxyServer(secure, url.getHost(), port, user[0], user.length == 2 ? user[1] : "");
  }

  /**
   * Returns how it is spoken to.
   *
   * @return {@code http} or {@code https}
   */
  public String scheme() {
    return secure ? "https" : "http";
  }

  /** Without the user and the password. */
  @Override
  public String toString() {
    return scheme() + "://" + host + ":" + port;
  }
}
