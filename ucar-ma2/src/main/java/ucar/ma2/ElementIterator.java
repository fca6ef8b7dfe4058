package ucar.ma2;

/** Turns positions in the storage of an array into its elements. */
abstract class ElementIterator implements IndexIterator {

  private final Array array;

  /** Position of the current element in the storage. */
  int element;

  ElementIterator(Array array, int element) {
    this.array = array;
    this.element = element;
  }

  /** Moves to the next element and returns its position in the storage. */
  abstract int advance();

  /** How many elements were met before the current one; -1 before the first. */
  abstract int position();

  @Override
  public int[] getCurrentCounter() {
    int[] counter = array.getShape();
    int rest = position();
    for (int dim = counter.length - 1; dim >= 0; dim--) {
      int length = counter[dim];
      counter[dim] = rest % length;
      rest /= length;
    }
    return counter;
  }

  @Override
  public Object next() {
    return getObjectNext();
  }

  @Override
  public double getDoubleNext() {
    return array.getDouble(advance());
  }

  @Override
  public void setDoubleNext(double value) {
    array.setDouble(advance(), value);
  }

  @Override
  public double getDoubleCurrent() {
    return array.getDouble(element);
  }

  @Override
  public void setDoubleCurrent(double value) {
    array.setDouble(element, value);
  }

  @Override
  public float getFloatNext() {
    return array.getFloat(advance());
  }

  @Override
  public void setFloatNext(float value) {
    array.setFloat(advance(), value);
  }

  @Override
  public float getFloatCurrent() {
    return array.getFloat(element);
  }

  @Override
  public void setFloatCurrent(float value) {
    array.setFloat(element, value);
  }

  @Override
  public long getLongNext() {
    return array.getLong(advance());
  }

  @Override
  public void setLongNext(long value) {
    array.setLong(advance(), value);
  }

  @Override
  public long getLongCurrent() {
    return array.getLong(element);
  }

  @Override
  public void setLongCurrent(long value) {
    array.setLong(element, value);
  }

  @Override
  public int getIntNext() {
    return array.getInt(advance());
  }

  @Override
  public void setIntNext(int value) {
    array.setInt(advance(), value);
  }

  @Override
  public int getIntCurrent() {
    return array.getInt(element);
  }

  @Override
  public void setIntCurrent(int value) {
    array.setInt(element, value);
  }

  @Override
  public short getShortNext() {
    return array.getShort(advance());
  }

  @Override
  public void setShortNext(short value) {
    array.setShort(advance(), value);
  }

  @Override
  public short getShortCurrent() {
    return array.getShort(element);
  }

  @Override
  public void setShortCurrent(short value) {
    array.setShort(element, value);
  }

  @Override
  public byte getByteNext() {
    return array.getByte(advance());
  }

  @Override
  public void setByteNext(byte value) {
    array.setByte(advance(), value);
  }

  @Override
  public byte getByteCurrent() {
    return array.getByte(element);
  }

  @Override
  public void setByteCurrent(byte value) {
    array.setByte(element, value);
  }

  @Override
  public char getCharNext() {
    return array.getChar(advance());
  }

  @Override
  public void setCharNext(char value) {
    array.setChar(advance(), value);
  }

  @Override
  public char getCharCurrent() {
    return array.getChar(element);
  }

  @Override
  public void setCharCurrent(char value) {
    array.setChar(element, value);
  }

  @Override
  public boolean getBooleanNext() {
    return array.getBoolean(advance());
  }

  @Override
  public void setBooleanNext(boolean value) {
    array.setBoolean(advance(), value);
  }

  @Override
  public boolean getBooleanCurrent() {
    return array.getBoolean(element);
  }

  @Override
  public void setBooleanCurrent(boolean value) {
    array.setBoolean(element, value);
  }

  @Override
  public Object getObjectNext() {
    return array.getObject(advance());
  }

  @Override
  public void setObjectNext(Object value) {
    array.setObject(advance(), value);
  }

  @Override
  public Object getObjectCurrent() {
    return array.getObject(element);
  }

  @Override
  public void setObjectCurrent(Object value) {
    array.setObject(element, value);
  }
}
