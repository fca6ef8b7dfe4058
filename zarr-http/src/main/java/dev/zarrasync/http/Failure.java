package dev.zarrasync.http;

import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.RetryableRequestException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http2.ErrorCode;

/**
 * What it means that a request has no answer.
 *
 * @param kind what went wrong
 * @param problem the same as a sentence without its full stop
 */
record Failure(Kind kind, String problem) {

  private static final Failure TIMEOUT =
      new Failure(Kind.TIMEOUT, "the server did not answer in time");
  private static final Failure UNKNOWN_HOST =
      new Failure(Kind.CONNECTION, "no connection: the host has no address. Check the base URL");
  private static final String UNTRUSTED =
      "the server's certificate is not trusted, or is another host's";

  /** What the client has to say of a stream that the server resets, but for one that it refuses. */
  private static final Set<String> RESETS =
      Stream.of(ErrorCode.values())
          .filter(code -> code != ErrorCode.REFUSED_STREAM_ERROR)
          .map(code -> code.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Tells what a failure of the client means.
   *
   * @param trustIsSet whether the user said whom to trust
   */
  static Failure of(Throwable failure, boolean trustIsSet) {
    if (has(failure, CertificateException.class, CertPathValidatorException.class)) {
      String hint = trustIsSet ? "" : ": see HttpStoreBuilder.sslContext and trustStore";
      return new Failure(Kind.OTHER, UNTRUSTED + hint);
    }
    if (has(failure, TimeoutException.class, SocketTimeoutException.class)) {
      return TIMEOUT;
    }
    if (has(failure, UnknownHostException.class, UnresolvedAddressException.class)) {
      return UNKNOWN_HOST;
    }
    if (has(failure, SSLException.class)) {
      return new Failure(Kind.CONNECTION, "no secure connection: " + failure);
    }
    // Where the JVM checks assertions, the client's parser may fail by one before it tells.
    if (has(failure, HttpResponseException.class, HttpException.class, AssertionError.class)) {
      return new Failure(Kind.BAD_RESPONSE, "the answer is not valid HTTP: " + failure);
    }
    // A connection that is just being closed refuses requests by an IllegalStateException.
    return has(
            failure,
            IOException.class,
            RetryableRequestException.class,
            IllegalStateException.class)
        ? new Failure(Kind.CONNECTION, "no connection: " + failure)
        : new Failure(Kind.OTHER, failure.toString());
  }

  /**
   * Says whether an HTTP/2 connection ended, and not the request failed: by a GOAWAY (RFC 9113,
   * section 6.8), after which the client also drops answers under way, or because the server closed
   * it while a request was on its way; or whether the server refused the stream (section 8.7). A
   * GET can then be sent again (RFC 9110, section 9.2.2).
   */
  static boolean isOfConnection(Throwable failure) {
    return has(
            failure,
            IOException.class,
            IllegalStateException.class,
            RetryableRequestException.class)
        && !has(failure, TimeoutException.class, SocketTimeoutException.class, StoreException.class)
        && causes(failure).noneMatch(t -> RESETS.contains(String.valueOf(t.getMessage())));
  }

  private static boolean has(Throwable failure, Class<?>... types) {
    return causes(failure).anyMatch(t -> Stream.of(types).anyMatch(type -> type.isInstance(t)));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(20);
  }
}
