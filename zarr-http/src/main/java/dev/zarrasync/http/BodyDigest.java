package dev.zarrasync.http;

import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.Header;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a head says of the bytes of a whole object: as Google Cloud Storage does, by RFC 9530
 * ({@code Repr-Digest}), or by RFC 1864 ({@code Content-MD5}).
 *
 * @param algorithm how it is computed
 * @param announced what comes out, in base64
 */
record BodyDigest(String algorithm, String announced) implements BodyCheck {

  private static final String CRC32C = "crc32c";

  /** Reads a head. It may have no digest that is known here. */
  static BodyCheck announcedBy(Head head) {
    // The hash is of what is stored, and that is not what comes.
    String stored = head.get("x-goog-stored-content-encoding");
    String crc = stored == null || stored.equals("identity") ? member(head, "x-goog-hash") : null;
    if (crc != null) {
      return new BodyDigest(CRC32C, crc);
    }
    String sha = member(head, "Repr-Digest");
    if (sha != null && sha.length() > 2 && sha.startsWith(":") && sha.endsWith(":")) {
      return new BodyDigest("SHA-256", sha.substring(1, sha.length() - 1));
    }
    String md5 = head.get("Content-MD5");
    return md5 == null ? BodyCheck.NONE : new BodyDigest("MD5", md5.trim());
  }

  private static @Nullable String member(Head head, String name) {
    for (Header header : head.headers()) {
      if (header.name().equalsIgnoreCase(name)) {
        for (String member : header.value().split(",", -1)) {
          String[] parts = member.split("=", 2);
          String key = parts[0].trim().toLowerCase(Locale.ROOT);
          if (parts.length == 2 && (key.equals(CRC32C) || key.equals("sha-256"))) {
            return parts[1].trim();
          }
        }
      }
    }
    return null;
  }

  @Override
  public Running begin() {
    return algorithm.equals(CRC32C) ? new Crc() : new Hash(hash());
  }

  private MessageDigest hash() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Each Java platform has MD5 and SHA-256", e);
    }
  }

  private @Nullable String compare(byte[] computed) {
    String text = Base64.getEncoder().encodeToString(computed);
    return BodyCheck.mismatch(algorithm, text, announced);
  }

  private final class Crc implements Running {
    private final CRC32C crc = new CRC32C();

    @Override
    public void update(byte[] bytes, int start, int length) {
      crc.update(bytes, start, length);
    }

    @Override
    public @Nullable String mismatch() {
      int value = (int) crc.getValue();
      return compare(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }
  }

  private final class Hash implements Running {
    private final MessageDigest digest;

    Hash(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    public void update(byte[] bytes, int start, int length) {
      digest.update(bytes, start, length);
    }

    @Override
    public @Nullable String mismatch() {
      return compare(digest.digest());
    }
  }
}
