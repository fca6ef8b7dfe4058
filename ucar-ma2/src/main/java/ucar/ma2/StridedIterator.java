package ucar.ma2;

/** Walks over a part of a storage, carrying from one dimension to the one before. */
final class StridedIterator extends ElementIterator {

  private final int[] shape;
  private final int[] strides;
  private final int[] index;
  private final int size;
  private int met;

  StridedIterator(Array array) {
    super(array, array.layout.offset);
    this.shape = array.layout.shape;
    this.strides = array.layout.strides;
    this.index = new int[shape.length];
    this.size = array.layout.size;
    int inner = shape.length - 1;
    if (inner >= 0) {
      index[inner] = -1;
      element -= strides[inner];
    }
  }

  @Override
  public boolean hasNext() {
    return met < size;
  }

  @Override
  int advance() {
    met++;
    for (int dim = shape.length - 1; dim >= 0; dim--) {
      element += strides[dim];
      if (++index[dim] < shape[dim]) {
        break;
      }
      element -= shape[dim] * strides[dim];
      index[dim] = 0;
    }
    return element;
  }

  @Override
  int position() {
    return met - 1;
  }
}
