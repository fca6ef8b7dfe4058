package dev.zarrasync.http.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zarrasync.http.internal.ClientOptions.Version;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;

/** Whom the runtime trusts, and why it does not. */
final class CrtTls {

  static final String UNTRUSTED = "the server's certificate is not trusted, or is another host's";

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

  private CrtTls() {}

  /**
   * Trusts those that the options name, or else those that the JVM trusts.
   *
   * @throws IllegalStateException if they cannot be used
   */
  static TlsContext context(ClientOptions options) {
    try (TlsContextOptions tls = TlsContextOptions.createDefaultClient()) {
      StringBuilder pem = new StringBuilder();
      for (X509Certificate certificate : trusted(options)) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(LINES.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
      tls.withCertificateAuthority(pem.toString());
      if (options.version() != Version.HTTP_1_1) {
        tls.withAlpnList(options.version() == Version.HTTP_2 ? "h2" : "h2;http/1.1");
      }
      return new TlsContext(tls);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The certificates to trust cannot be used", e);
    }
  }

  private static X509Certificate[] trusted(ClientOptions options) throws GeneralSecurityException {
    return Stream.of(managers(options.trusted()))
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
        .toArray(X509Certificate[]::new);
  }

  private static TrustManager[] managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  /**
   * Shakes hands with a host in Java, which says what the runtime keeps for itself, and up to half
   * a minute back: that it does not trust the certificate.
   *
   * @return the problem, or null if it is another one or none
   */
  static @Nullable NoAnswer check(URI host, ClientOptions options) {
    int millis = (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
    String name = host.getHost();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(name, host.getPort()), millis);
      plain.setSoTimeout(millis);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(options.trusted()), null);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, host.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
      return null;
    } catch (IOException | GeneralSecurityException e) {
      return isOfCertificate(e) ? new NoAnswer(Kind.OTHER, Scope.TRUST, UNTRUSTED, e) : null;
    }
  }

  static boolean isOfCertificate(Throwable failure) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause)
        .limit(20)
        .anyMatch(
            t -> t instanceof CertificateException || t instanceof CertPathValidatorException);
  }
}
