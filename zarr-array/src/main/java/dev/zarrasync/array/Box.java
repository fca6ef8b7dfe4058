package dev.zarrasync.array;

/**
 * A place in an array that is stored in C order.
 *
 * @param start the index of its first element
 * @param shape the shape of the array it is in
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Box(int[] start, int[] shape) {

  /** Returns how many elements apart two neighbours in a dimension are. */
  int[] strides() {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }
}
