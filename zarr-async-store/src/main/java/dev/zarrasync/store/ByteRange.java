package dev.zarrasync.store;

import org.jspecify.annotations.Nullable;

/**
 * Which bytes of an object to read, as an HTTP range request can say it (RFC 9110, section 14).
 *
 * <p>A range that reaches past the end of the object is cut there. A range without any byte in the
 * object, which is every range but {@link #ALL} for an empty object, cannot be satisfied.
 */
public sealed interface ByteRange {

  /** The whole object. */
  ByteRange ALL = new All();

  /**
   * Returns the range of {@code length} bytes that starts at {@code offset}.
   *
   * @param offset the first byte, from 0
   * @param length how many bytes, at least 1
   * @return the range
   * @throws IllegalArgumentException if either is out of bounds or their sum overflows
   */
  static ByteRange of(long offset, long length) {
    return new Span(offset, length);
  }

  /**
   * Returns the range from {@code offset} to the end of the object.
   *
   * @param offset the first byte, from 0
   * @return the range
   * @throws IllegalArgumentException if {@code offset} is negative
   */
  static ByteRange from(long offset) {
    return new From(offset);
  }

  /**
   * Returns the range of the last bytes of the object.
   *
   * @param length how many bytes, at least 1; all of them if the object is shorter
   * @return the range
   * @throws IllegalArgumentException if {@code length} is less than 1
   */
  static ByteRange suffix(long length) {
    return new Suffix(length);
  }

  /**
   * Finds the range's place in an object.
   *
   * @param size the object's size in bytes
   * @return the offset of the first byte, or -1 if the range cannot be satisfied
   */
  long start(long size);

  /**
   * Finds the range's end in an object.
   *
   * @param size the object's size in bytes
   * @return the offset after the last byte: at most {@code size}
   */
  long end(long size);

  /** The whole object. */
  record All() implements ByteRange {
    // What a record has is made at its first use, for which a first read would wait.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof All;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public long start(long size) {
      return 0;
    }

    @Override
    public long end(long size) {
      return size;
    }
  }

  /**
   * A range of known place and length.
   *
   * @param offset the first byte
   * @param length how many bytes
   */
  record Span(long offset, long length) implements ByteRange {
    /** Checks the bounds. */
    public Span {
      if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
        throw new IllegalArgumentException(
            "Not a byte range: offset " + offset + ", length " + length);
      }
    }

    @Override
    public long start(long size) {
      return offset < size ? offset : -1;
    }

    @Override
    public long end(long size) {
      return Math.min(size, offset + length);
    }
  }

  /**
   * A range to the end.
   *
   * @param offset the first byte
   */
  record From(long offset) implements ByteRange {
    /** Checks the bounds. */
    public From {
      if (offset < 0) {
        throw new IllegalArgumentException("Not a byte range: offset " + offset);
      }
    }

    @Override
    public long start(long size) {
      return offset < size ? offset : -1;
    }

    @Override
    public long end(long size) {
      return size;
    }
  }

  /**
   * A range of the last bytes.
   *
   * @param length how many bytes
   */
  record Suffix(long length) implements ByteRange {
    /** Checks the bounds. */
    public Suffix {
      if (length < 1) {
        throw new IllegalArgumentException("Not a byte range: the last " + length + " bytes");
      }
    }

    @Override
    public long start(long size) {
      return size > 0 ? Math.max(0, size - length) : -1;
    }

    @Override
    public long end(long size) {
      return size;
    }
  }
}
