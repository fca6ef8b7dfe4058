package ucar.ma2;

import java.util.Arrays;
import java.util.List;

/** Where the elements of an array are in its storage. Immutable. */
final class Layout {

  final int[] shape;
  final int[] strides;
  final int offset;
  final int size;

  /** Whether the elements are in C order from the start of the storage. */
  final boolean contiguous;

  private Layout(int[] shape, int[] strides, int offset, boolean contiguous) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = size(shape);
    this.contiguous = contiguous;
  }

  /** C order: the last index varies fastest. */
  static Layout of(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int dim = shape.length - 1; dim >= 0; dim--) {
      strides[dim] = stride;
      stride *= shape[dim];
    }
    return new Layout(shape.clone(), strides, 0, true);
  }

  private static int size(int[] shape) {
    long size = Arrays.stream(shape).anyMatch(length -> length == 0) ? 0 : 1;
    for (int length : shape) {
      size *= length;
      if (length < 0 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " is negative, or larger than a Java array");
      }
    }
    return (int) size;
  }

  /** A part of this layout, without the dimensions where the range has one element. */
  Layout section(List<Range> ranges) throws InvalidRangeException {
    if (ranges.size() != shape.length) {
      throw new InvalidRangeException(
          ranges.size() + " ranges for an array of rank " + shape.length);
    }
    int[] partShape = new int[shape.length];
    int[] partStrides = new int[shape.length];
    int partOffset = offset;
    int rank = 0;
    for (int dim = 0; dim < shape.length; dim++) {
      Range range = ranges.get(dim);
      int length = shape[dim];
      int stride = strides[dim];
      if (range != null) {
        requireWithin(range, dim);
        length = range.length();
        stride *= range.stride();
        partOffset += strides[dim] * range.first();
      }
      if (range == null || length != 1) {
        partShape[rank] = length;
        partStrides[rank] = stride;
        rank++;
      }
    }
    partShape = Arrays.copyOf(partShape, rank);
    return new Layout(
        partShape,
        Arrays.copyOf(partStrides, rank),
        partOffset,
        contiguous && size(partShape) == size);
  }

  private void requireWithin(Range range, int dim) throws InvalidRangeException {
    if (range.first() >= shape[dim] || range.last() >= shape[dim]) {
      throw new InvalidRangeException(
          "range " + range + " is outside dimension " + dim + " of length " + shape[dim]);
    }
  }
}
