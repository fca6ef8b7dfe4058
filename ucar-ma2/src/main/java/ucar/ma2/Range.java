package ucar.ma2;

import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Evenly spaced indices along one dimension of an array, such as {1, 4, 7}. Immutable.
 *
 * <p>Both ends are inclusive.
 */
public class Range implements Iterable<Integer> {

  /** The range without elements. */
  public static final Range EMPTY = new Range("EMPTY", 0, 0, 1, 0);

  /** The range of index 0 only. */
  public static final Range ONE = new Range("ONE", 0, 0, 1, 1);

  private final String name;
  private final int first;
  private final int last;
  private final int stride;
  private final int length;

  /**
   * Creates the indices 0 to {@code length - 1}.
   *
   * @param length number of indices
   * @throws IllegalArgumentException if {@code length} is negative
   */
  public Range(int length) {
    this(null, 0, length - 1, 1, length);
    if (length < 0) {
      throw new IllegalArgumentException("length (" + length + ") must be >= 0");
    }
  }

  /**
   * Creates the indices {@code first} to {@code last}.
   *
   * @param first first index
   * @param last last index, inclusive
   * @throws InvalidRangeException unless {@code 0 <= first <= last}
   */
  public Range(int first, int last) throws InvalidRangeException {
    this(null, first, last, 1);
  }

  /**
   * Creates every {@code stride}-th index from {@code first} up to {@code last}.
   *
   * @param first first index
   * @param last upper bound, inclusive; {@link #last()} is the last index that is reached
   * @param stride distance between indices
   * @throws InvalidRangeException unless {@code 0 <= first <= last} and {@code stride > 0}
   */
  public Range(int first, int last, int stride) throws InvalidRangeException {
    this(null, first, last, stride);
  }

  /**
   * Creates the indices {@code first} to {@code last} with a name.
   *
   * @param name name of the dimension, or null
   * @param first first index
   * @param last last index, inclusive
   * @throws InvalidRangeException unless {@code 0 <= first <= last}
   */
  public Range(String name, int first, int last) throws InvalidRangeException {
    this(name, first, last, 1);
  }

  /**
   * Creates every {@code stride}-th index from {@code first} up to {@code last} with a name.
   *
   * @param name name of the dimension, or null
   * @param first first index
   * @param last upper bound, inclusive; {@link #last()} is the last index that is reached
   * @param stride distance between indices
   * @throws InvalidRangeException unless {@code 0 <= first <= last} and {@code stride > 0}
   */
  public Range(String name, int first, int last, int stride) throws InvalidRangeException {
    this(name, first, last, stride, count(first, last, stride));
  }

  private Range(String name, int first, int last, int stride, int length) {
    this.name = name;
    this.first = first;
    this.last = length > 0 ? first + (length - 1) * stride : last;
    this.stride = stride;
    this.length = length;
  }

  private static int count(int first, int last, int stride) throws InvalidRangeException {
    if (first < 0) {
      throw new InvalidRangeException("first (" + first + ") must be >= 0");
    }
    if (last < first) {
      throw new InvalidRangeException("last (" + last + ") must be >= first (" + first + ")");
    }
    if (stride < 1) {
      throw new InvalidRangeException("stride (" + stride + ") must be > 0");
    }
    return 1 + (last - first) / stride;
  }

  /**
   * Returns the name of this range.
   *
   * @return name, or null
   */
  public String getName() {
    return name;
  }

  /**
   * Returns the first index.
   *
   * @return first index
   */
  public int first() {
    return first;
  }

  /**
   * Returns the last index.
   *
   * @return last index, inclusive
   */
  public int last() {
    return last;
  }

  /**
   * Returns the number of indices.
   *
   * @return number of indices
   */
  public int length() {
    return length;
  }

  /**
   * Returns the distance between indices.
   *
   * @return stride, at least 1
   */
  public int stride() {
    return stride;
  }

  /**
   * Tells whether an index is one of this range.
   *
   * @param index any index
   * @return true if iteration meets {@code index}
   */
  public boolean contains(int index) {
    return length > 0 && index >= first && index <= last && (index - first) % stride == 0;
  }

  /**
   * Returns the index at a position of this range.
   *
   * @param position position, from 0
   * @return index at {@code position}
   * @throws InvalidRangeException unless {@code 0 <= position < length()}
   */
  public int element(int position) throws InvalidRangeException {
    if (position < 0 || position >= length) {
      throw new InvalidRangeException(position + " is not in 0 to " + (length - 1));
    }
    return first + position * stride;
  }

  @Override
  public Iterator<Integer> iterator() {
    return IntStream.range(0, length).map(position -> first + position * stride).iterator();
  }

  /** Equal if the indices and the stride are; the names do not matter. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Range that
        && length == that.length
        && (length == 0 || (first == that.first && last == that.last && stride == that.stride));
  }

  @Override
  public int hashCode() {
    return length == 0 ? 0 : Objects.hash(first, last, stride);
  }

  /** Returns {@code first:last}, with {@code :stride} if it is not 1; {@code :} if empty. */
  @Override
  public String toString() {
    if (length == 0) {
      return ":";
    }
    return first + ":" + last + (stride > 1 ? ":" + stride : "");
  }
}
