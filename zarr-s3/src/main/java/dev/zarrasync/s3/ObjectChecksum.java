package dev.zarrasync.s3;

import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.http.internal.CrtRuntime;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * The checksum of a whole object that S3 keeps.
 *
 * @param algorithm how it is computed
 * @param announced what comes out, in base64
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">
 *     Checking object integrity</a>
 */
record ObjectChecksum(ChecksumAlgorithm algorithm, String announced) implements BodyCheck {

  /** Asks for checksums, with the value {@code ENABLED}. */
  static final String MODE = "x-amz-checksum-mode";

  private static final String HEADER = "x-amz-checksum-";

  /** Has what {@link #crc32c} computes. */
  static final String CRC32C = HEADER + "crc32c";

  // The fastest first: an object may have more than one.
  private static final List<ChecksumAlgorithm> ALGORITHMS =
      List.of(
          DefaultChecksumAlgorithm.CRC32C,
          DefaultChecksumAlgorithm.CRC32,
          DefaultChecksumAlgorithm.CRC64NVME,
          DefaultChecksumAlgorithm.SHA1,
          DefaultChecksumAlgorithm.SHA256);

  /**
   * Reads a head. It may have no checksum of the object's bytes that is known here.
   *
   * @param head finds the value of a header, or null
   */
  static BodyCheck announcedBy(Function<String, @Nullable String> head) {
    for (ChecksumAlgorithm algorithm : ALGORITHMS) {
      String value = head.apply(HEADER + algorithm.algorithmId());
      if (value != null && isOfBytes(value, head) && canCompute(algorithm)) {
        return new ObjectChecksum(algorithm, value);
      }
    }
    return BodyCheck.NONE;
  }

  /** A checksum of the checksums of parts says in how many parts the object was written. */
  private static boolean isOfBytes(String value, Function<String, @Nullable String> head) {
    return value.indexOf('-') < 0 && !"COMPOSITE".equals(head.apply(HEADER + "type"));
  }

  /** Of these, the JDK lacks one. */
  private static boolean canCompute(ChecksumAlgorithm algorithm) {
    return algorithm != DefaultChecksumAlgorithm.CRC64NVME || CrtRuntime.loads();
  }

  @Override
  public Running begin() {
    SdkChecksum checksum = SdkChecksum.forAlgorithm(algorithm);
    return new Running() {
      @Override
      public void update(byte[] bytes, int start, int length) {
        checksum.update(bytes, start, length);
      }

      @Override
      public @Nullable String mismatch() {
        String computed = Base64.getEncoder().encodeToString(checksum.getChecksumBytes());
        return BodyCheck.mismatch(algorithm.algorithmId(), computed, announced);
      }
    };
  }

  /** Computes the CRC-32C of what is put, as its header has it. */
  static String crc32c(byte[] bytes) {
    SdkChecksum checksum = SdkChecksum.forAlgorithm(DefaultChecksumAlgorithm.CRC32C);
    checksum.update(bytes);
    return Base64.getEncoder().encodeToString(checksum.getChecksumBytes());
  }
}
