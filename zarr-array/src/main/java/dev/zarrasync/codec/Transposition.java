package dev.zarrasync.codec;

import java.util.stream.IntStream;

/**
 * Puts the elements of an array into another order of dimensions.
 *
 * <p>It goes through the result dimension by dimension, but for two: the last one of the result and
 * the last one of the source, in which elements are side by side. Of these it takes small squares,
 * so that what is read and what is written stay in the processor's cache. Where both are the same
 * dimension, it copies whole rows.
 */
final class Transposition {

  /** The side of a square: its rows are a line of the cache or more. */
  private static final int SIDE = 32;

  private final int[] shape;

  /** How many elements of the source are from one index to the next, for each dimension. */
  private final int[] sourceSteps;

  private final int[] steps;

  /**
   * @param shape of the source
   * @param order for each dimension of the result, which one of the source it is
   */
  Transposition(int[] shape, int[] order) {
    int[] all = steps(shape);
    this.shape = IntStream.of(order).map(i -> shape[i]).toArray();
    this.sourceSteps = IntStream.of(order).map(i -> all[i]).toArray();
    this.steps = steps(this.shape);
  }

  private static int[] steps(int[] shape) {
    int[] steps = new int[shape.length];
    int step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      steps[i] = step;
      step *= shape[i];
    }
    return steps;
  }

  /** Returns the elements, of {@code size} bytes each, in their new order. */
  byte[] apply(byte[] source, int size) {
    if (shape.length == 0 || source.length == 0) {
      return source;
    }
    var copy = new Copy(source, new byte[source.length], size);
    copy.from(0, 0, 0);
    return copy.target;
  }

  /** The dimension of the result in which elements of the source are side by side. */
  private int inner() {
    return IntStream.range(0, shape.length)
        .filter(i -> sourceSteps[i] == 1 && shape[i] > 1)
        .findFirst()
        .orElse(shape.length - 1);
  }

  private final class Copy {

    private final byte[] source;
    private final byte[] target;
    private final int size;
    private final int inner = inner();
    private final int last = shape.length - 1;

    Copy(byte[] source, byte[] target, int size) {
      this.source = source;
      this.target = target;
      this.size = size;
    }

    /** Copies all of the dimensions from one on; {@code at} and {@code to} count elements. */
    void from(int dimension, int at, int to) {
      if (dimension == last) {
        plane(at, to);
      } else if (dimension == inner) {
        from(dimension + 1, at, to);
      } else {
        for (int i = 0; i < shape[dimension]; i++) {
          from(dimension + 1, at + i * sourceSteps[dimension], to + i * steps[dimension]);
        }
      }
    }

    private void plane(int at, int to) {
      if (inner == last) {
        row(at, to);
        return;
      }
      for (int i = 0; i < shape[inner]; i += SIDE) {
        for (int j = 0; j < shape[last]; j += SIDE) {
          square(at, to, i, j);
        }
      }
    }

    private void row(int at, int to) {
      if (sourceSteps[last] == 1) {
        System.arraycopy(source, at * size, target, to * size, shape[last] * size);
        return;
      }
      for (int j = 0; j < shape[last]; j++) {
        element(at + j * sourceSteps[last], to + j);
      }
    }

    private void square(int at, int to, int top, int left) {
      int bottom = Math.min(shape[inner], top + SIDE);
      int right = Math.min(shape[last], left + SIDE);
      for (int i = top; i < bottom; i++) {
        for (int j = left; j < right; j++) {
          element(at + i + j * sourceSteps[last], to + i * steps[inner] + j);
        }
      }
    }

    private void element(int at, int to) {
      int from = at * size;
      int start = to * size;
      switch (size) {
        case 1 -> target[start] = source[from];
        case 2 -> {
          target[start] = source[from];
          target[start + 1] = source[from + 1];
        }
        case 4 -> LittleEndian.putInt(target, start, LittleEndian.getInt(source, from));
        case 8 -> LittleEndian.putLong(target, start, LittleEndian.getLong(source, from));
        default -> System.arraycopy(source, from, target, start, size);
      }
    }
  }
}
