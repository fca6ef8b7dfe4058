package dev.zarrasync.fetch;

import org.jspecify.annotations.Nullable;

/** Verifies all bytes of an object by what a server says of them, such as a checksum. */
@FunctionalInterface
public interface BodyCheck {

  /** Nothing is known of the bytes. */
  BodyCheck NONE = body -> null;

  /**
   * Compares.
   *
   * @param body all bytes of the object
   * @return how they differ, or null if they do not
   */
  @Nullable String mismatch(byte[] body);

  /**
   * Compares a checksum.
   *
   * @param algorithm what it is
   * @param computed that of the bytes that came
   * @param announced that which the server keeps
   * @return how they differ, or null if they do not
   */
  static @Nullable String mismatch(String algorithm, String computed, String announced) {
    return computed.equals(announced)
        ? null
        : "the body is damaged: its %s is %s, and that of the object is %s"
            .formatted(algorithm, computed, announced);
  }
}
