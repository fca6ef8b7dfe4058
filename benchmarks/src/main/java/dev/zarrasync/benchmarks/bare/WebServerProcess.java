package dev.zarrasync.benchmarks.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zarrasync.testing.WebServer.Speaks;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A {@link WebBenchServer} in a JVM of its own. */
final class WebServerProcess implements LateServer, AutoCloseable {

  private final Process process;
  private final BufferedReader lines;
  private final Map<Speaks, URI> urls = new EnumMap<>(Speaks.class);
  private final KeyStore trusted;
  private long delayMillis;

  private WebServerProcess(Process process) throws IOException, GeneralSecurityException {
    this.process = process;
    this.lines = process.inputReader();
    for (Speaks speaks : Speaks.values()) {
      urls.put(speaks, URI.create(line() + "/" + Bare.BUCKET));
    }
    byte[] certificate = Base64.getDecoder().decode(line());
    trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "server",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate)));
  }

  static WebServerProcess start(Scale scale) throws IOException, GeneralSecurityException {
    return new WebServerProcess(
        ChildJvm.start(
            List.of("-Xmx3g", "-XX:+UseParallelGC"),
            WebBenchServer.class,
            Integer.toString(scale.smallChunks()),
            Integer.toString(scale.largeChunks()),
            Integer.toString(scale.largeSide())));
  }

  private String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the server has ended");
    }
    return line;
  }

  /** Where the arrays are. */
  URI url(Speaks speaks) {
    return Objects.requireNonNull(urls.get(speaks));
  }

  /** What a client of it must trust. */
  KeyStore trusted() {
    return trusted;
  }

  @Override
  public void answerAfter(Duration delay, long bandwidth) throws IOException {
    delayMillis = delay.toMillis();
    var unused = takeCounts();
  }

  @Override
  public Counts takeCounts() throws IOException {
    process.getOutputStream().write((delayMillis + "\n").getBytes(US_ASCII));
    process.getOutputStream().flush();
    StringBuilder text = new StringBuilder();
    for (String line = line(); !line.equals("."); line = line()) {
      text.append(line).append('\n');
    }
    return Counts.parse(text.toString());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
