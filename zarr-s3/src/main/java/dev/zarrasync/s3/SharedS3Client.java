package dev.zarrasync.s3;

import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The user's client, which stays open when a store on it is closed. */
final class SharedS3Client extends DelegatingS3AsyncClient {

  SharedS3Client(S3AsyncClient client) {
    super(client);
  }

  @Override
  public void close() {}
}
