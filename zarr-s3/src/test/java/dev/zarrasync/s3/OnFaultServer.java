package dev.zarrasync.s3;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.s3.S3ClientOptions.Connections;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Stores and transports on a server that misbehaves. */
final class OnFaultServer {

  private OnFaultServer() {}

  static S3StoreBuilder store(FaultServer server) {
    return S3Store.builder()
        .bucket("bucket")
        .endpoint(server.endpoint())
        .region("us-east-1")
        .credentials("the-access-key", "the-secret-key")
        .maxAttempts(1);
  }

  /** A client of a user's own. */
  static S3AsyncClient client(FaultServer server) {
    return S3AsyncClient.builder()
        .endpointOverride(server.endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  static S3Transport transport(FaultServer server, long multipartThreshold) {
    S3Address address = new S3Address("us-east-1", server.endpoint(), true, false, false, false);
    S3ClientOptions options =
        new S3ClientOptions(
            address,
            new KnownSecrets(Credentials.NONE),
            new Connections(4, 2, true),
            Duration.ofSeconds(30),
            null,
            multipartThreshold);
    S3Requests requests = new S3Requests("bucket", false, null, false);
    String root = address.url("bucket");
    return new S3Transport(
        new S3Clients(options, requests, root),
        requests,
        root,
        multipartThreshold,
        new S3Hints(Set.of()),
        new ServerText(options.credentials()));
  }
}
