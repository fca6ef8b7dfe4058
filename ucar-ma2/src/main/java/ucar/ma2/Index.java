package ucar.ma2;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Where an element of an {@link Array} is: an index of each dimension. Starts at the first one. */
public final class Index {

  private final Layout layout;
  private final int[] counter;

  Index(Layout layout) {
    this.layout = layout;
    this.counter = new int[layout.shape.length];
  }

  /**
   * Sets the index of each dimension.
   *
   * @param index as many as there are dimensions
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int[] index) {
    if (index.length != counter.length) {
      throw new ArrayIndexOutOfBoundsException(
          index.length + " indices for an array of rank " + counter.length);
    }
    return first(index);
  }

  /**
   * Sets the index of the first dimension.
   *
   * @param v0 index of dimension 0
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0) {
    return first(v0);
  }

  /**
   * Sets the index of the first two dimensions.
   *
   * @param v0 index of dimension 0
   * @param v1 index of dimension 1
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0, int v1) {
    return first(v0, v1);
  }

  /**
   * Sets the index of the first three dimensions.
   *
   * @param v0 index of dimension 0
   * @param v1 index of dimension 1
   * @param v2 index of dimension 2
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0, int v1, int v2) {
    return first(v0, v1, v2);
  }

  /**
   * Sets the index of the first four dimensions.
   *
   * @param v0 index of dimension 0
   * @param v1 index of dimension 1
   * @param v2 index of dimension 2
   * @param v3 index of dimension 3
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0, int v1, int v2, int v3) {
    return first(v0, v1, v2, v3);
  }

  /**
   * Sets the index of the first five dimensions.
   *
   * @param v0 index of dimension 0
   * @param v1 index of dimension 1
   * @param v2 index of dimension 2
   * @param v3 index of dimension 3
   * @param v4 index of dimension 4
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0, int v1, int v2, int v3, int v4) {
    return first(v0, v1, v2, v3, v4);
  }

  /**
   * Sets the index of the first six dimensions.
   *
   * @param v0 index of dimension 0
   * @param v1 index of dimension 1
   * @param v2 index of dimension 2
   * @param v3 index of dimension 3
   * @param v4 index of dimension 4
   * @param v5 index of dimension 5
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0, int v1, int v2, int v3, int v4, int v5) {
    return first(v0, v1, v2, v3, v4, v5);
  }

  /**
   * Sets the index of the first seven dimensions.
   *
   * @param v0 index of dimension 0
   * @param v1 index of dimension 1
   * @param v2 index of dimension 2
   * @param v3 index of dimension 3
   * @param v4 index of dimension 4
   * @param v5 index of dimension 5
   * @param v6 index of dimension 6
   * @return this
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public Index set(int v0, int v1, int v2, int v3, int v4, int v5, int v6) {
    return first(v0, v1, v2, v3, v4, v5, v6);
  }

  private Index first(int... index) {
    for (int dim = 0; dim < index.length; dim++) {
      setDim(dim, index[dim]);
    }
    return this;
  }

  /**
   * Sets the index of a dimension.
   *
   * @param dim the dimension
   * @param value its index
   * @throws ArrayIndexOutOfBoundsException if there is no such dimension or index
   */
  public void setDim(int dim, int value) {
    if (value < 0 || value >= layout.shape[dim]) {
      throw new ArrayIndexOutOfBoundsException(
          "index " + value + " of dimension " + dim + " of length " + layout.shape[dim]);
    }
    counter[dim] = value;
  }

  /**
   * Returns where the element is in the storage.
   *
   * @return position
   */
  public int currentElement() {
    int element = layout.offset;
    for (int dim = 0; dim < counter.length; dim++) {
      element += counter[dim] * layout.strides[dim];
    }
    return element;
  }

  /**
   * Returns the index of each dimension.
   *
   * @return new Java array
   */
  public int[] getCurrentCounter() {
    return counter.clone();
  }

  /**
   * Returns the number of dimensions.
   *
   * @return 0 or more
   */
  public int getRank() {
    return counter.length;
  }

  /**
   * Returns the length of each dimension.
   *
   * @return new Java array
   */
  public int[] getShape() {
    return layout.shape.clone();
  }

  /**
   * Returns the number of elements.
   *
   * @return product of the shape
   */
  public long getSize() {
    return layout.size;
  }

  /** Returns the index of each dimension, with commas between. */
  @Override
  public String toString() {
    return Arrays.stream(counter).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
