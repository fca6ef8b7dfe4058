package dev.zarrasync.cli;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.store.Fetched;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A part of an array.
 *
 * @param shape its size in each dimension
 * @param offset the index of its first element in the array
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Region(long[] shape, long[] offset) {

  /**
   * Returns the size in each dimension, of a region that a Java array may hold.
   *
   * @param type the type of its elements
   * @throws CommandException if none can
   */
  int[] lengths(DataType type) throws CommandException {
    return lengths(product(product(shape), Elements.lengthOf(type)));
  }

  /** Returns the size in each dimension, of a region with so many elements or chunks to handle. */
  int[] lengths(long count) throws CommandException {
    long longest = Arrays.stream(shape).max().orElse(0);
    if (Math.max(count, longest) > Fetched.Found.MAX_LENGTH) {
      throw new CommandException(
          "A region of shape %s is too large at once".formatted(Arrays.toString(shape)),
          "choose a part of it by REGION");
    }
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Divides the region, so that its elements in C order are those of one part after the other. No
   * chunk has elements of two parts, unless a row of chunks has more elements than a part may have.
   *
   * @param chunks a chunk's size in each dimension
   * @param usual how many elements a part is to have at most, unless a row of chunks has more
   * @param most how many elements a part may have
   */
  Iterator<Region> divide(int[] chunks, long usual, long most) {
    return product(shape) == 0 ? Collections.emptyIterator() : divide(0, chunks, usual, most);
  }

  private Iterator<Region> divide(int axis, int[] chunks, long usual, long most) {
    if (axis == shape.length) {
      return Stream.of(this).iterator();
    }
    long row = product(Arrays.copyOfRange(shape, axis + 1, shape.length));
    if (row > most) {
      return new Flattened<>(
          along(axis, 1).map(one -> one.divide(axis + 1, chunks, usual, most)).iterator());
    }
    long chunk = Math.min(chunks[axis], shape[axis]);
    long length =
        row > most / chunk ? most / row : Math.max(1, usual / (row * chunk)) * chunks[axis];
    return along(axis, length).iterator();
  }

  /** Divides one dimension at the multiples of a length. */
  private Stream<Region> along(int axis, long length) {
    long end = offset[axis] + shape[axis];
    return Stream.iterate(
        from(axis, offset[axis], length, end),
        part -> part.shape[axis] > 0,
        part -> from(axis, part.offset[axis] + part.shape[axis], length, end));
  }

  private Region from(int axis, long start, long length, long end) {
    long[] partShape = shape.clone();
    long[] partOffset = offset.clone();
    partShape[axis] = Math.min(end - start, length - start % length);
    partOffset[axis] = start;
    return new Region(partShape, partOffset);
  }

  /** Counts the chunks that have elements of the region. */
  long countChunks(int[] chunks) {
    long[] counts = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      long last = offset[i] + shape[i] - 1;
      counts[i] = shape[i] == 0 ? 0 : last / chunks[i] - offset[i] / chunks[i] + 1;
    }
    return product(counts);
  }

  /** Returns the largest long for what is too large. */
  static long product(long... factors) {
    BigInteger product = BigInteger.ONE;
    for (long factor : factors) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return product.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}
