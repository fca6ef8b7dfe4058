package dev.zarrasync.benchmarks;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The JZarr store on S3 that users write: a GET of the SDK's blocking client for each key. */
final class OneGetStore extends ReadOnlyStore {

  private final S3Client client;
  private final String bucket;
  private final String path;

  OneGetStore(S3Client client, String bucket, String path) {
    this.client = client;
    this.bucket = bucket;
    this.path = path;
  }

  @Override
  public @Nullable InputStream getInputStream(String key) {
    try {
      return client.getObject(get -> get.bucket(bucket).key(path + "/" + key));
    } catch (NoSuchKeyException e) {
      return null;
    }
  }
}
