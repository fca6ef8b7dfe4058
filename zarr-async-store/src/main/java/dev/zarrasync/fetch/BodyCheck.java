package dev.zarrasync.fetch;

import org.jspecify.annotations.Nullable;

/** Verifies all bytes of an object by what a server says of them, such as a checksum. */
@FunctionalInterface
public interface BodyCheck {

  /** Nothing is known of the bytes. */
  BodyCheck NONE =
      new BodyCheck() {
        @Override
        public Running begin() {
          return Running.NONE;
        }
      };

  /**
   * Begins to compare.
   *
   * @return computes over the bytes as they come
   */
  Running begin();

  /** A comparison under way. Used by one thread at a time. */
  interface Running {

    /** Compares nothing. */
    Running NONE =
        new Running() {
          @Override
          public void update(byte[] bytes, int start, int length) {}

          @Override
          public @Nullable String mismatch() {
            return null;
          }
        };

    /**
     * Takes the next bytes of the object.
     *
     * @param bytes an array that holds them
     * @param start where in the array they start
     * @param length how many there are
     */
    void update(byte[] bytes, int start, int length);

    /**
     * Compares. To be called once, when all bytes have been taken.
     *
     * @return how they differ, or null if they do not
     */
    @Nullable String mismatch();
  }

  /**
   * Compares.
   *
   * @param body all bytes of the object
   * @return how they differ, or null if they do not
   */
  default @Nullable String mismatch(byte[] body) {
    Running running = begin();
    running.update(body, 0, body.length);
    return running.mismatch();
  }

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
