package ucar.ma2;

/** Array of doubles. */
final class DoubleArray extends Array {

  private final double[] storage;

  DoubleArray(DataType dataType, Layout layout, double[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new DoubleArray(getDataType(), part, storage);
  }

  @Override
  public Object getStorage() {
    return storage;
  }

  @Override
  public int getInt(int elem) {
    return (int) storage[elem];
  }

  @Override
  public void setInt(int elem, int value) {
    storage[elem] = value;
  }

  @Override
  public long getLong(int elem) {
    return (long) storage[elem];
  }

  @Override
  public void setLong(int elem, long value) {
    storage[elem] = value;
  }

  @Override
  public float getFloat(int elem) {
    return (float) storage[elem];
  }

  @Override
  public void setFloat(int elem, float value) {
    storage[elem] = value;
  }

  @Override
  public double getDouble(int elem) {
    return storage[elem];
  }

  @Override
  public void setDouble(int elem, double value) {
    storage[elem] = value;
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = ((Number) value).doubleValue();
  }
}
