package ucar.ma2;

/** Array of booleans, which no other type converts to or from. */
final class BooleanArray extends Array {

  private final boolean[] storage;

  BooleanArray(DataType dataType, Layout layout, boolean[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new BooleanArray(getDataType(), part, storage);
  }

  @Override
  public Object getStorage() {
    return storage;
  }

  @Override
  public int getInt(int elem) {
    throw new ForbiddenConversionException("boolean to number");
  }

  @Override
  public void setInt(int elem, int value) {
    throw new ForbiddenConversionException("number to boolean");
  }

  @Override
  public boolean getBoolean(int elem) {
    return storage[elem];
  }

  @Override
  public void setBoolean(int elem, boolean value) {
    storage[elem] = value;
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = (Boolean) value;
  }
}
