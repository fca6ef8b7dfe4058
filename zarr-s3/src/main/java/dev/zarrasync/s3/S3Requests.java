package dev.zarrasync.s3;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Condition.Absent;
import dev.zarrasync.store.Condition.Changed;
import dev.zarrasync.store.Condition.Unchanged;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListRequest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Makes the SDK's requests for one bucket.
 *
 * @param bucket the bucket
 * @param requesterPays whether the caller pays, and not the bucket's owner
 * @param encryption how the server is to encrypt what is put, or null for the bucket's default
 */
record S3Requests(String bucket, boolean requesterPays, @Nullable Encryption encryption) {

  /**
   * How the server encrypts.
   *
   * @param algorithm with keys of S3 or of KMS
   * @param kmsKeyId the key, or null for the bucket's default
   */
  record Encryption(ServerSideEncryption algorithm, @Nullable String kmsKeyId) {}

  GetObjectRequest get(String key, GetOptions options) {
    return GetObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .range(header(options.range()))
        .ifMatch(options.condition() instanceof Unchanged unchanged ? unchanged.etag() : null)
        .ifNoneMatch(options.condition() instanceof Changed changed ? changed.etag() : null)
        .requestPayer(payer())
        .build();
  }

  PutObjectRequest put(String key, Condition condition) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .ifMatch(condition instanceof Unchanged unchanged ? unchanged.etag() : null)
            .ifNoneMatch(condition instanceof Absent ? "*" : null)
            .requestPayer(payer());
    if (encryption != null) {
      request.serverSideEncryption(encryption.algorithm()).ssekmsKeyId(encryption.kmsKeyId());
    }
    return request.build();
  }

  DeleteObjectRequest delete(String key) {
    return DeleteObjectRequest.builder().bucket(bucket).key(key).requestPayer(payer()).build();
  }

  /** Deletes up to 1,000 objects. The answer names only those that could not be deleted. */
  DeleteObjectsRequest delete(Collection<String> keys) {
    Delete delete =
        Delete.builder()
            .objects(keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList())
            .quiet(true)
            .build();
    return DeleteObjectsRequest.builder()
        .bucket(bucket)
        .delete(delete)
        .requestPayer(payer())
        .build();
  }

  ListObjectsV2Request list(ListRequest request) {
    return ListObjectsV2Request.builder()
        .bucket(bucket)
        .prefix(request.prefix().isEmpty() ? null : request.prefix())
        .delimiter(request.grouped() ? "/" : null)
        .startAfter(request.startAfter().isEmpty() ? null : request.startAfter())
        .maxKeys(request.pageSize())
        .continuationToken(request.token())
        // XML cannot hold every character that a key can.
        .encodingType(EncodingType.URL)
        .requestPayer(payer())
        .build();
  }

  private @Nullable RequestPayer payer() {
    return requesterPays ? RequestPayer.REQUESTER : null;
  }

  private static @Nullable String header(ByteRange range) {
    if (range instanceof ByteRange.Span span) {
      return "bytes=" + span.offset() + "-" + (span.offset() + span.length() - 1);
    }
    if (range instanceof ByteRange.From from) {
      return "bytes=" + from.offset() + "-";
    }
    if (range instanceof ByteRange.Suffix suffix) {
      return "bytes=-" + suffix.length();
    }
    return null;
  }
}
