package dev.zarrasync.integration;

import dev.zarrasync.s3.S3StoreBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

/** The S3 server that tests run against: see {@link OnS3Server}. */
interface S3Server extends Closeable {

  /** The system property that chooses: {@code localstack}, {@code s3proxy} or a URI. */
  String CHOICE = "s3.server";

  /**
   * Starts or finds the server that the user chose. None ever stands in for another.
   *
   * @return LocalStack by default: in Docker if an engine answers, else on this host
   * @throws Exception if it does not start
   */
  static S3Server chosen() throws Exception {
    String choice = System.getProperty(CHOICE, "localstack");
    return switch (choice) {
      case "localstack" ->
          LocalStackContainers.available() ? LocalStackContainers.start() : LocalStack.start();
      case "s3proxy" -> new EmbeddedServer();
      default -> new GivenServer(URI.create(choice));
    };
  }

  /**
   * Describes a store of its own: on a new bucket, or under a new prefix.
   *
   * @return a builder without a cache, so that reads are requests
   */
  S3StoreBuilder newStore();

  /** What it is and where, for people. */
  @Override
  String toString();

  /** Ends the server, or deletes what the tests left on it. */
  @Override
  void close() throws IOException;
}
