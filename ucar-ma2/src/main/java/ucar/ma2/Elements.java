package ucar.ma2;

/** The elements of an {@link Array}, by their position in the storage or by an {@link Index}. */
abstract class Elements {

  /**
   * Reads an element as a double.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public double getDouble(int elem) {
    return getInt(elem);
  }

  /**
   * Writes an element as a double.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setDouble(int elem, double value) {
    setInt(elem, (int) value);
  }

  /**
   * Reads an element as a float.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public float getFloat(int elem) {
    return getInt(elem);
  }

  /**
   * Writes an element as a float.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setFloat(int elem, float value) {
    setInt(elem, (int) value);
  }

  /**
   * Reads an element as a long.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public long getLong(int elem) {
    return getInt(elem);
  }

  /**
   * Writes an element as a long.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setLong(int elem, long value) {
    setInt(elem, (int) value);
  }

  /**
   * Reads an element as an int.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public abstract int getInt(int elem);

  /**
   * Writes an element as an int.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public abstract void setInt(int elem, int value);

  /**
   * Reads an element as a short.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public short getShort(int elem) {
    return (short) getInt(elem);
  }

  /**
   * Writes an element as a short.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setShort(int elem, short value) {
    setInt(elem, value);
  }

  /**
   * Reads an element as a byte.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public byte getByte(int elem) {
    return (byte) getInt(elem);
  }

  /**
   * Writes an element as a byte.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setByte(int elem, byte value) {
    setInt(elem, value);
  }

  /**
   * Reads an element as a char.
   *
   * @param elem position in the storage
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public char getChar(int elem) {
    return (char) getInt(elem);
  }

  /**
   * Writes an element as a char.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setChar(int elem, char value) {
    setInt(elem, value);
  }

  /**
   * Reads an element as a boolean.
   *
   * @param elem position in the storage
   * @return value
   * @throws ForbiddenConversionException if this is not a boolean array
   */
  public boolean getBoolean(int elem) {
    throw new ForbiddenConversionException("number to boolean");
  }

  /**
   * Writes an element as a boolean.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ForbiddenConversionException if this is not a boolean array
   */
  public void setBoolean(int elem, boolean value) {
    throw new ForbiddenConversionException("boolean to number");
  }

  /**
   * Reads an element as an Object.
   *
   * @param elem position in the storage
   * @return value, boxed if primitive
   */
  public abstract Object getObject(int elem);

  /**
   * Writes an element as an Object.
   *
   * @param elem position in the storage
   * @param value value to write
   * @throws ClassCastException if {@code value} is no boxed element of this array
   */
  public abstract void setObject(int elem, Object value);

  /**
   * Reads an element as a double.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public double getDouble(Index index) {
    return getDouble(index.currentElement());
  }

  /**
   * Writes an element as a double.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setDouble(Index index, double value) {
    setDouble(index.currentElement(), value);
  }

  /**
   * Reads an element as a float.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public float getFloat(Index index) {
    return getFloat(index.currentElement());
  }

  /**
   * Writes an element as a float.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setFloat(Index index, float value) {
    setFloat(index.currentElement(), value);
  }

  /**
   * Reads an element as a long.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public long getLong(Index index) {
    return getLong(index.currentElement());
  }

  /**
   * Writes an element as a long.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setLong(Index index, long value) {
    setLong(index.currentElement(), value);
  }

  /**
   * Reads an element as an int.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public int getInt(Index index) {
    return getInt(index.currentElement());
  }

  /**
   * Writes an element as an int.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setInt(Index index, int value) {
    setInt(index.currentElement(), value);
  }

  /**
   * Reads an element as a short.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public short getShort(Index index) {
    return getShort(index.currentElement());
  }

  /**
   * Writes an element as a short.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setShort(Index index, short value) {
    setShort(index.currentElement(), value);
  }

  /**
   * Reads an element as a byte.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public byte getByte(Index index) {
    return getByte(index.currentElement());
  }

  /**
   * Writes an element as a byte.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setByte(Index index, byte value) {
    setByte(index.currentElement(), value);
  }

  /**
   * Reads an element as a char.
   *
   * @param index where it is
   * @return value, cast if of another type
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public char getChar(Index index) {
    return getChar(index.currentElement());
  }

  /**
   * Writes an element as a char.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is a boolean or object array
   */
  public void setChar(Index index, char value) {
    setChar(index.currentElement(), value);
  }

  /**
   * Reads an element as a boolean.
   *
   * @param index where it is
   * @return value
   * @throws ForbiddenConversionException if this is not a boolean array
   */
  public boolean getBoolean(Index index) {
    return getBoolean(index.currentElement());
  }

  /**
   * Writes an element as a boolean.
   *
   * @param index where it is
   * @param value value to write
   * @throws ForbiddenConversionException if this is not a boolean array
   */
  public void setBoolean(Index index, boolean value) {
    setBoolean(index.currentElement(), value);
  }

  /**
   * Reads an element as an Object.
   *
   * @param index where it is
   * @return value, boxed if primitive
   */
  public Object getObject(Index index) {
    return getObject(index.currentElement());
  }

  /**
   * Writes an element as an Object.
   *
   * @param index where it is
   * @param value value to write
   * @throws ClassCastException if {@code value} is no boxed element of this array
   */
  public void setObject(Index index, Object value) {
    setObject(index.currentElement(), value);
  }
}
