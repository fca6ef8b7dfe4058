package dev.zarrasync.s3;

import dev.zarrasync.fetch.internal.ContentRange;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Condition.Absent;
import dev.zarrasync.store.Condition.Changed;
import dev.zarrasync.store.Condition.Unchanged;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListRequest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
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
 * @param checksums whether to ask for checksums of what is got, and to send them of what is put
 */
record S3Requests(
    String bucket, boolean requesterPays, @Nullable Encryption encryption, boolean checksums) {

  /**
   * How the server encrypts.
   *
   * @param algorithm with keys of S3 or of KMS
   * @param kmsKeyId the key, or null for the bucket's default
   */
  record Encryption(ServerSideEncryption algorithm, @Nullable String kmsKeyId) {}

  /** S3 keeps checksums of whole objects only. */
  boolean asksForChecksum(GetOptions options) {
    return checksums && options.range() instanceof ByteRange.All;
  }

  GetObjectRequest get(String key, GetOptions options) {
    return GetObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .range(ContentRange.request(options.range()))
        .ifMatch(options.condition() instanceof Unchanged unchanged ? unchanged.etag() : null)
        .ifNoneMatch(options.condition() instanceof Changed changed ? changed.etag() : null)
        .requestPayer(payer())
        // As a header, not as the SDK's own option: then the SDK would verify the body, too.
        .overrideConfiguration(
            o -> {
              if (asksForChecksum(options)) {
                o.putHeader(ObjectChecksum.MODE, "ENABLED");
              }
            })
        .build();
  }

  /** A put in one request. */
  PutObjectRequest put(String key, byte[] value, Condition condition) {
    PutObjectRequest.Builder request = put(key, condition);
    if (checksums) {
      // If the SDK computed it, it would follow the body, which fewer servers understand.
      request.checksumCRC32C(ObjectChecksum.crc32c(value));
    }
    return request.build();
  }

  /** A put in parts, each with its checksum. */
  PutObjectRequest putInParts(String key) {
    PutObjectRequest.Builder request = put(key, Condition.NONE);
    if (checksums) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    }
    return request.build();
  }

  private PutObjectRequest.Builder put(String key, Condition condition) {
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
    return request;
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
}
