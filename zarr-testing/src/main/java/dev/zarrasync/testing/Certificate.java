package dev.zarrasync.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * A certificate of this machine that no one else trusts, made anew for each run.
 *
 * @param keys the certificate and its key
 */
public record Certificate(KeyStore keys) {

  /** Of the key and of the store. */
  public static final String PASSWORD = "password";

  /** Of {@code localhost} and {@code 127.0.0.1}. */
  public static final Certificate LOCALHOST = make("san=dns:localhost,ip:127.0.0.1");

  /**
   * Makes a certificate.
   *
   * @param names as the option {@code -ext} of keytool takes them
   */
  public static Certificate make(String names) {
    try {
      Path file = Files.createTempDirectory("certificate").resolve("keys.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-alias",
                  "server",
                  "-dname",
                  "CN=test",
                  "-validity",
                  "2",
                  "-ext",
                  names,
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  file.toString())
              .inheritIO()
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool has failed");
      }
      KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      Files.delete(file);
      return new Certificate(keys);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException("No certificate", e);
    }
  }

  /** What who trusts this certificate has. */
  public KeyStore trusted() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", keys.getCertificate("server"));
      return trusted;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
