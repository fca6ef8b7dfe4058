package dev.zarrasync.testing;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in memory as S3 has them: at any key, in the order of UTF-8. S3Proxy's own are in a file
 * system, where {@code a} and {@code a/b} exclude each other. Buckets it keeps.
 */
final class MemoryBlobs extends ForwardingBlobStore {

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Blob(byte[] bytes, String etag, Instant modified) {}

  private final ConcurrentMap<String, NavigableMap<String, Blob>> buckets =
      new ConcurrentHashMap<>();

  MemoryBlobs() {
    super(BlobStores.create("transient", new Properties()));
  }

  private NavigableMap<String, Blob> bucket(String name) {
    var unused = headBucket(HeadBucketRequest.builder().bucket(name).build());
    return buckets.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>(Keys.ORDER));
  }

  private Blob blob(String bucket, String key) {
    Blob blob = bucket(bucket).get(key);
    if (blob == null) {
      throw S3Exceptions.noSuchKey(bucket, key, "no such object");
    }
    return blob;
  }

  @Override
  public boolean supportsVersioning() {
    return false;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    byte[] bytes;
    try {
      bytes = payload.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    Blob blob = new Blob(bytes, "\"" + Long.toHexString(crc.getValue()) + "\"", Instant.now());
    bucket(request.bucket())
        .compute(
            request.key(),
            (key, old) -> {
              check(request.ifMatch() == null || matches(request.ifMatch(), old), 412);
              check(request.ifNoneMatch() == null || !matches(request.ifNoneMatch(), old), 412);
              return blob;
            });
    return SdkResponses.putResponse(blob.etag());
  }

  private static boolean matches(String etag, @Nullable Blob blob) {
    return blob != null && (etag.equals("*") || etag.equals(blob.etag()));
  }

  private static void check(boolean holds, int status) {
    if (!holds) {
      throw S3Exceptions.fromStatusCode(status);
    }
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    bucket(request.bucket()).remove(request.key());
    return DeleteObjectResponse.builder().build();
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    Blob blob = blob(request.bucket(), request.key());
    return HeadObjectResponse.builder()
        .contentLength((long) blob.bytes().length)
        .eTag(blob.etag())
        .lastModified(blob.modified())
        .build();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    Blob blob = blob(request.bucket(), request.key());
    check(request.ifMatch() == null || matches(request.ifMatch(), blob), 412);
    check(request.ifNoneMatch() == null || !matches(request.ifNoneMatch(), blob), 304);
    int size = blob.bytes().length;
    GetObjectResponse.Builder response =
        GetObjectResponse.builder().eTag(blob.etag()).lastModified(blob.modified());
    ByteRange range = range(request.range());
    int start = (int) range.start(size);
    if (start < 0) {
      throw S3Exceptions.fromStatusCode(416);
    }
    int end = (int) range.end(size);
    if (request.range() != null) {
      response.contentRange("bytes " + start + "-" + (end - 1) + "/" + size);
    }
    return SdkResponses.getResponse(
        response.contentLength((long) end - start).build(),
        new ByteArrayInputStream(blob.bytes(), start, end - start));
  }

  private static ByteRange range(String header) {
    if (header == null) {
      return ByteRange.ALL;
    }
    String[] bounds = header.substring("bytes=".length()).split("-", 2);
    if (bounds[0].isEmpty()) {
      return ByteRange.suffix(Long.parseLong(bounds[1]));
    }
    long start = Long.parseLong(bounds[0]);
    return bounds[1].isEmpty()
        ? ByteRange.from(start)
        : ByteRange.of(start, Long.parseLong(bounds[1]) - start + 1);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    String token = request.continuationToken();
    String after = token != null ? token : request.startAfter() == null ? "" : request.startAfter();
    List<S3Object> objects = new ArrayList<>();
    List<CommonPrefix> groups = new ArrayList<>();
    String last = after;
    for (var entry : bucket(request.bucket()).tailMap(prefix, true).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      int slash = request.delimiter() == null ? -1 : key.indexOf('/', prefix.length());
      String name = slash < 0 ? key : key.substring(0, slash + 1);
      if (Keys.ORDER.compare(name, last) <= 0) {
        continue;
      }
      if (objects.size() + groups.size() == request.maxKeys()) {
        return SdkResponses.objectsPage(objects, groups, last);
      }
      last = name;
      if (slash < 0) {
        Blob blob = entry.getValue();
        objects.add(
            S3Object.builder()
                .key(key)
                .size((long) blob.bytes().length)
                .eTag(blob.etag())
                .lastModified(blob.modified())
                .build());
      } else {
        groups.add(CommonPrefix.builder().prefix(name).build());
      }
    }
    return SdkResponses.objectsPage(objects, groups, null);
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key) {
    return getContainerAccess(bucket) == BucketCannedACL.PUBLIC_READ
        ? ObjectCannedACL.PUBLIC_READ
        : ObjectCannedACL.PRIVATE;
  }
}
