package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.s3.FaultServer.Behaviour;
import dev.zarrasync.s3.S3ClientOptions.Connections;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Transports on servers, which are closed after each test. */
abstract class TransportFixture {

  private final Queue<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  FaultServer server(Behaviour behaviour) throws IOException {
    FaultServer server = new FaultServer(behaviour);
    open.add(server);
    return server;
  }

  S3Transport transport(FaultServer server) {
    return transport(server, Long.MAX_VALUE);
  }

  S3Transport transport(FaultServer server, long multipartThreshold) {
    S3Address address =
        new S3Address(Region.US_EAST_1, server.endpoint(), true, false, false, false);
    S3ClientOptions options =
        new S3ClientOptions(
            address,
            AnonymousCredentialsProvider.create(),
            new Connections(4, 2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            multipartThreshold);
    S3Transport transport =
        new S3Transport(
            S3Clients.of(options),
            new S3Requests("bucket", false, null),
            address.url("bucket"),
            new LargeObjects(multipartThreshold),
            false);
    open.add(transport);
    return transport;
  }

  static void awaitEndOfThreadsBut(Set<Thread> before) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }
}
