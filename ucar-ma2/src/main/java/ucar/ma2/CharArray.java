package ucar.ma2;

/** Array of chars. */
final class CharArray extends Array {

  private final char[] storage;

  CharArray(DataType dataType, Layout layout, char[] storage) {
    super(dataType, layout);
    this.storage = storage;
  }

  @Override
  Array view(Layout part) {
    return new CharArray(getDataType(), part, storage);
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
    storage[elem] = (char) value;
  }

  @Override
  public Object getObject(int elem) {
    return storage[elem];
  }

  @Override
  public void setObject(int elem, Object value) {
    storage[elem] = (Character) value;
  }
}
