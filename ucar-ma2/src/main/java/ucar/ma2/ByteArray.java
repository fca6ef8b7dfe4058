package ucar.ma2;

/** Array of bytes, signed or not. */
final class ByteArray extends Array {

  private final byte[] storage;

  ByteArray(DataType dataType, Layout layout, byte[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new ByteArray(getDataType(), part, storage);
  }

  @Override
  public Object getStorage() {
    return storage;
  }

  @Override
  public int getInt(int elem) {
    return isUnsigned() ? Byte.toUnsignedInt(storage[elem]) : storage[elem];
  }

  @Override
  public void setInt(int elem, int value) {
    storage[elem] = (byte) value;
  }

  @Override
  public byte getByte(int elem) {
    return storage[elem];
  }

  @Override
  public void setByte(int elem, byte value) {
    storage[elem] = value;
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = ((Number) value).byteValue();
  }
}
