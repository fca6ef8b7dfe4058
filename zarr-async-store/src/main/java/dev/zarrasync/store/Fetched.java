package dev.zarrasync.store;

import org.jspecify.annotations.Nullable;

/** What a read of a key found: bytes, or that there is no object. */
public sealed interface Fetched {

  /** The answer that there is no object. */
  Fetched MISSING = new Missing();

  /**
   * The bytes that were asked for.
   *
   * @param bytes the bytes, shared with the store and other readers: not to be changed
   * @param objectSize the size in bytes of the whole object, of which {@code bytes} may be a range
   * @param etag the object's entity tag (RFC 9110, section 8.8.3), or null if the store has none
   */
  @SuppressWarnings("ArrayRecordComponent") // Two answers are never compared.
  record Found(byte[] bytes, long objectSize, @Nullable String etag) implements Fetched {

    /** How many bytes fit in an array on every JVM. */
    public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    /** What {@link #bytes()} is of an object that {@link GetOptions#sink()} has taken. */
    @SuppressWarnings("MutablePublicArray") // It has no elements.
    public static final byte[] PASSED_ON = {};

    /**
     * Says whether the bytes went to {@link GetOptions#sink()}.
     *
     * @return true if they are not here
     */
    public boolean isPassedOn() {
      return bytes == PASSED_ON;
    }

    /**
     * Counts the bytes that were asked for.
     *
     * @return how many
     */
    public long length() {
      return isPassedOn() ? objectSize : bytes.length;
    }

    @Override
    public String toString() {
      return "Found[" + bytes.length + " bytes of " + objectSize + "]";
    }
  }

  /** There is no object: the store is certain of it. */
  record Missing() implements Fetched {}
}
