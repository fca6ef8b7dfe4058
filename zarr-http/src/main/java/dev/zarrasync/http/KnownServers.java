package dev.zarrasync.http;

import dev.zarrasync.http.internal.Head;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The servers that objects came from, as far as they can be told from what answers in their place.
 * Safe for use by many threads.
 */
final class KnownServers {

  /** What object storage, and Envoy for the server behind it, put in each answer. */
  private static final List<String> STAMPS =
      List.of(
          "x-amz-request-id",
          "x-envoy-upstream-service-time",
          "x-guploader-uploadid",
          "x-ms-request-id");

  /** A product's version, and the number of a machine such as {@code -DE1-723}. */
  private static final Pattern NOT_A_NAME = Pattern.compile("(-[^-/ (]*\\d[^/ (]*)?([/ (].*)?$");

  /** Where there are more, their names tell nothing. */
  private static final int MOST = 16;

  /**
   * A server, which others may be alike.
   *
   * @param name the product that it says it is, or {@code ""}
   * @param stamps which of the stamps its answers have, a bit for each
   */
  private record Server(String host, String name, int stamps) {

    static Server of(URI uri, Head head) {
      String product = Objects.requireNonNullElse(head.get("Server"), "");
      return new Server(
          uri.getRawAuthority(),
          NOT_A_NAME.matcher(product.trim()).replaceFirst(""),
          stampsOf(head));
    }

    private static int stampsOf(Head head) {
      int stamps = 0;
      for (int i = 0; i < STAMPS.size(); i++) {
        stamps |= head.has(STAMPS.get(i)) ? 1 << i : 0;
      }
      return stamps;
    }

    boolean mayBe(Server other) {
      return name.equalsIgnoreCase(other.name) && (stamps & other.stamps) == other.stamps;
    }
  }

  private final Set<Server> known = ConcurrentHashMap.newKeySet();

  /** Hears of an answer that has an object. */
  void answered(URI uri, Head head) {
    if (known.size() < MOST) {
      known.add(Server.of(uri, head));
    }
  }

  /** Says that objects came from a host, and an answer of it comes from something else. */
  boolean areOthersThan(URI uri, Head head) {
    Server server = Server.of(uri, head);
    return known.size() < MOST
        && ofHost(server.host).findAny().isPresent()
        && ofHost(server.host).noneMatch(server::mayBe);
  }

  private Stream<Server> ofHost(String host) {
    return known.stream().filter(server -> server.host.equals(host));
  }
}
