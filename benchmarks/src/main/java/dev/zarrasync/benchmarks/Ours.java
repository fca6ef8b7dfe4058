package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.benchmarks.server.ServerProcess;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.remote.RemoteStoreBuilder;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Our stores, as they come but for the cache: what is read again would come out of it. */
final class Ours {

  private Ours() {}

  static S3StoreBuilder builder(URI endpoint) {
    return S3Store.builder()
        .bucket(ServerProcess.BUCKET)
        .endpoint(endpoint)
        .region("us-east-1")
        .credentials(Bare.KEY, Bare.SECRET)
        .cacheBytes(0);
  }

  static S3Store open(ServerProcess server) {
    return builder(server.endpoint(Protocol.S3)).build();
  }

  /** Opens what a job names. */
  static AsyncStore open(ReadJob job) throws Exception {
    if (job.protocol() == Protocol.S3) {
      S3StoreBuilder builder = builder(job.endpoint());
      set(builder, job);
      return builder.build();
    }
    HttpStoreBuilder builder =
        HttpStore.builder()
            .base(URI.create(job.endpoint() + "/" + ServerProcess.BUCKET))
            .cacheBytes(0);
    switch (job.protocol()) {
      case HTTP_2 -> builder.protocol(HttpProtocol.HTTP_2);
      case TLS -> builder.trustStore(trusted(job.certificate()));
      default -> builder.protocol(HttpProtocol.HTTP_1_1);
    }
    if (job.told() && !job.protocol().isOfWebServer()) {
      builder.maxConnections(job.atOnce());
    }
    set(builder, job);
    return builder.build();
  }

  private static void set(RemoteStoreBuilder<?> builder, ReadJob job) {
    if (job.told()) {
      builder.maxInFlight(job.atOnce());
    }
    switch (job.contestant()) {
      // As much as there is by default.
      case CACHED -> builder.cacheBytes(Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16));
      case BOUNDED -> builder.maxBytesInFlight(32 << 20);
      default -> {}
    }
  }

  private static KeyStore trusted(String certificate) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream file = Files.newInputStream(Path.of(certificate))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    return trusted;
  }
}
