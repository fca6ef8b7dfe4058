package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients of several contestants. */
final class Clients {

  static final String KEY = Bare.KEY;
  static final String SECRET = Bare.SECRET;
  static final Region REGION = Region.US_EAST_1;

  private Clients() {}

  /** The SDK's blocking client. */
  static S3Client blocking(ReadJob job) {
    return S3Client.builder()
        .endpointOverride(job.endpoint())
        .region(REGION)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
        .httpClientBuilder(ApacheHttpClient.builder().maxConnections(job.atOnce()))
        .build();
  }
}
