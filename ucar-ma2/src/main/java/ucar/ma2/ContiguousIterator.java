package ucar.ma2;

/** Counts through the elements of an array whose storage starts with them in C order. */
final class ContiguousIterator extends ElementIterator {

  private final int last;

  ContiguousIterator(Array array) {
    super(array, -1);
    this.last = array.layout.size - 1;
  }

  @Override
  public boolean hasNext() {
    return element < last;
  }

  @Override
  int advance() {
    return ++element;
  }

  @Override
  int position() {
    return element;
  }
}
