package ucar.ma2;

/** Array of shorts, signed or not. */
final class ShortArray extends Array {

  private final short[] storage;

  ShortArray(DataType dataType, Layout layout, short[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new ShortArray(getDataType(), part, storage);
  }

  @Override
  public Object getStorage() {
    return storage;
  }

  @Override
  public int getInt(int elem) {
    return isUnsigned() ? Short.toUnsignedInt(storage[elem]) : storage[elem];
  }

  @Override
  public void setInt(int elem, int value) {
    storage[elem] = (short) value;
  }

  @Override
  public short getShort(int elem) {
    return storage[elem];
  }

  @Override
  public void setShort(int elem, short value) {
    storage[elem] = value;
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = ((Number) value).shortValue();
  }
}
