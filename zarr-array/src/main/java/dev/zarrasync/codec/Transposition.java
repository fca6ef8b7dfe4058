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
      line(at, sourceSteps[last], to, shape[last]);
    }

    private void square(int at, int to, int top, int left) {
      int bottom = Math.min(shape[inner], top + SIDE);
      int right = Math.min(shape[last], left + SIDE);
      int step = sourceSteps[last];
      for (int i = top; i < bottom; i++) {
        line(at + i + left * step, step, to + i * steps[inner] + left, right - left);
      }
    }

    /** Puts elements side by side that are steps apart in the source. */
    private void line(int at, int step, int to, int count) {
      switch (size) {
        case 1 -> {
          for (int j = 0; j < count; j++) {
            target[to + j] = source[at + j * step];
          }
        }
        case 2 -> {
          for (int j = 0; j < count; j++) {
            LittleEndian.putShort(
                target, 2 * (to + j), LittleEndian.getShort(source, 2 * (at + j * step)));
          }
        }
        case 4 -> {
          for (int j = 0; j < count; j++) {
            LittleEndian.putInt(
                target, 4 * (to + j), LittleEndian.getInt(source, 4 * (at + j * step)));
          }
        }
        case 8 -> {
          for (int j = 0; j < count; j++) {
            LittleEndian.putLong(
                target, 8 * (to + j), LittleEndian.getLong(source, 8 * (at + j * step)));
          }
        }
        default -> {
          for (int j = 0; j < count; j++) {
            System.arraycopy(source, size * (at + j * step), target, size * (to + j), size);
          }
        }
      }
    }
  }
}
