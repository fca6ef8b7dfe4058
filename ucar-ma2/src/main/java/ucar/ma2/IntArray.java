package ucar.ma2;

/** Array of ints, signed or not. */
final class IntArray extends Array {

  private final int[] storage;

  IntArray(DataType dataType, Layout layout, int[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new IntArray(getDataType(), part, storage);
  }

  @Override
  public Object getStorage() {
    return storage;
  }

  @Override
  public int getInt(int elem) {
    return storage[elem];
  }

  @Override
  public void setInt(int elem, int value) {
    storage[elem] = value;
  }

  @Override
  public long getLong(int elem) {
    return isUnsigned() ? Integer.toUnsignedLong(storage[elem]) : storage[elem];
  }

  @Override
  public float getFloat(int elem) {
    return getLong(elem);
  }

  @Override
  public double getDouble(int elem) {
    return getLong(elem);
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = ((Number) value).intValue();
  }
}
