package dev.zarrasync.integration;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;

/** LocalStack in Docker. */
final class LocalStackContainers {

  /** The last that needs no token. */
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private LocalStackContainers() {}

  static boolean available() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static LocalStack start() throws Exception {
    LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("s3");
    container.start();
    return new LocalStack(container.getEndpoint(), "Docker, " + IMAGE, container::stop);
  }
}
