package dev.zarrasync.s3;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.http.internal.Head;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.checksums.CRC64NVME;

/**
 * The checksum of a whole object that S3 keeps.
 *
 * @param algorithm how it is computed
 * @param announced what comes out, in base64
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">
 *     Checking object integrity</a>
 */
record ObjectChecksum(Algorithm algorithm, String announced) implements BodyCheck {

  /** The fastest first: an object may have more than one. */
  enum Algorithm {
    CRC32C,
    CRC32,
    CRC64NVME,
    SHA1("SHA-1"),
    SHA256("SHA-256");

    private final String header = HEADER + name().toLowerCase(Locale.ROOT);
    private final @Nullable String digest;

    Algorithm() {
      this.digest = null;
    }

    Algorithm(String digest) {
      this.digest = digest;
    }
  }

  /** Asks for checksums, with the value {@code ENABLED}. */
  static final String MODE = "x-amz-checksum-mode";

  private static final String HEADER = "x-amz-checksum-";

  /** Has what {@link #crc32c} computes. */
  static final String CRC32C = HEADER + "crc32c";

  /** Reads a head. It may have no checksum of the object's bytes that is known here. */
  static BodyCheck announcedBy(Head head) {
    for (Algorithm algorithm : Algorithm.values()) {
      String value = head.get(algorithm.header);
      if (value != null && isOfBytes(value, head) && canCompute(algorithm)) {
        return new ObjectChecksum(algorithm, value);
      }
    }
    return BodyCheck.NONE;
  }

  /** A checksum of the checksums of parts says in how many parts the object was written. */
  private static boolean isOfBytes(String value, Head head) {
    return value.indexOf('-') < 0 && !"COMPOSITE".equals(head.get(HEADER + "type"));
  }

  /** Of these, the JDK lacks one. */
  private static boolean canCompute(Algorithm algorithm) {
    return algorithm != Algorithm.CRC64NVME || CrtRuntime.loads();
  }

  @Override
  public Running begin() {
    return switch (algorithm) {
      case CRC32C -> new Sum(new CRC32C(), Integer.BYTES);
      case CRC32 -> new Sum(new CRC32(), Integer.BYTES);
      case CRC64NVME -> new Sum(new CRC64NVME(), Long.BYTES);
      case SHA1, SHA256 -> new Digest();
    };
  }

  private @Nullable String compare(byte[] computed) {
    return BodyCheck.mismatch(algorithm.name(), base64(computed), announced);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private final class Sum implements Running {
    private final Checksum sum;
    private final int length;

    Sum(Checksum sum, int length) {
      this.sum = sum;
      this.length = length;
    }

    @Override
    public void update(byte[] bytes, int start, int count) {
      sum.update(bytes, start, count);
    }

    @Override
    public @Nullable String mismatch() {
      return compare(bytes(sum, length));
    }
  }

  private static byte[] bytes(Checksum sum, int length) {
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(sum.getValue()).array();
    return Arrays.copyOfRange(all, Long.BYTES - length, Long.BYTES);
  }

  private final class Digest implements Running {
    private final MessageDigest digest;

    Digest() {
      try {
        digest = MessageDigest.getInstance(requireNonNull(algorithm.digest));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Each Java platform has SHA-1 and SHA-256", e);
      }
    }

    @Override
    public void update(byte[] bytes, int start, int count) {
      digest.update(bytes, start, count);
    }

    @Override
    public @Nullable String mismatch() {
      return compare(digest.digest());
    }
  }

  /** Computes the CRC-32C of what is put, as its header has it. */
  static String crc32c(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length);
    return base64(bytes(sum, Integer.BYTES));
  }
}
