package ucar.ma2;

/** Array of objects, which no other type converts to or from. */
final class ObjectArray extends Array {

  private final Object[] storage;

  ObjectArray(DataType dataType, Layout layout, Object[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new ObjectArray(getDataType(), part, storage);
  }

  @Override
  public Object getStorage() {
    return storage;
  }

  @Override
  public int getInt(int elem) {
    throw new ForbiddenConversionException("object to number");
  }

  @Override
  public void setInt(int elem, int value) {
    throw new ForbiddenConversionException("number to object");
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = value;
  }
}
