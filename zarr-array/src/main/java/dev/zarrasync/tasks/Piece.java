package dev.zarrasync.tasks;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A piece of an array: a box of whole chunks, cut off at the edges of what is divided. With a halo
 * a larger box is read, and pieces overlap in what they read, never in what they are.
 *
 * <p>Other processes that divide the same array in the same way get the same pieces under the same
 * numbers: with the same workers, schedule and bound of memory, whose defaults depend on the
 * machine.
 *
 * @param number which piece it is, from 0
 * @param offset the index of its first element in the array
 * @param shape its length in each dimension
 * @param readOffset the index of the first element that is read, at most a halo before {@code
 *     offset}
 * @param readShape the length of what is read in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Piece(int number, long[] offset, int[] shape, long[] readOffset, int[] readShape)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Cuts the halo off values that have it.
   *
   * @param values a Java array of {@link #readShape}, with one element or more in a row for each
   *     element of the piece
   * @return the same type of array, of {@link #shape}; {@code values} itself where there is no halo
   * @throws IllegalArgumentException if {@code values} is not a Java array of that shape
   */
  public Object withoutHalo(Object values) {
    if (Arrays.equals(shape, readShape)) {
      return values;
    }
    int read = product(readShape);
    int length = Array.getLength(values);
    if (read == 0 || length % read != 0) {
      throw new IllegalArgumentException(
          "%s needs a multiple of %d values with its halo, not %d".formatted(this, read, length));
    }
    int perElement = length / read;
    Class<?> type = values.getClass().getComponentType();
    Object core = Array.newInstance(type, product(shape) * perElement);
    int row = shape[shape.length - 1] * perElement;
    for (int to = 0; to < Array.getLength(core); to += row) {
      System.arraycopy(values, inRead(to / perElement) * perElement, core, to, row);
    }
    return core;
  }

  /** Returns the position in what is read of an element of the piece. */
  private int inRead(int element) {
    int position = 0;
    int stride = 1;
    int rest = element;
    for (int i = shape.length - 1; i >= 0; i--) {
      int inHalo = Math.toIntExact(offset[i] - readOffset[i]);
      position += (rest % shape[i] + inHalo) * stride;
      rest /= shape[i];
      stride *= readShape[i];
    }
    return position;
  }

  private static int product(int[] lengths) {
    int product = 1;
    for (int length : lengths) {
      product *= length;
    }
    return product;
  }

  @Override
  public String toString() {
    return "piece %d at %s of shape %s"
        .formatted(number, Arrays.toString(offset), Arrays.toString(shape));
  }
}
