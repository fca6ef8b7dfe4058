package ucar.ma2;

/**
 * Walks over the elements of an {@link Array} in C order: the last index varies fastest.
 *
 * <p>A {@code Next} method moves to the next element and reads or writes it; a {@code Current}
 * method stays where the last {@code Next} went. Values are converted by Java casts. A conversion
 * that no cast makes, such as boolean to double, throws {@link ForbiddenConversionException}.
 *
 * <p>What a {@code Next} method does when {@link #hasNext} is false is undefined.
 */
public interface IndexIterator {

  /**
   * Tells whether there are elements left.
   *
   * @return true if a {@code Next} method may be called
   */
  boolean hasNext();

  /**
   * Moves on and reads an element, as {@link #getObjectNext} does.
   *
   * @return element, boxed if primitive
   */
  Object next();

  /**
   * Returns where the current element is.
   *
   * @return an index for each dimension; a dimension where a range has one element is left out
   */
  int[] getCurrentCounter();

  /**
   * Moves on and reads the element as a double.
   *
   * @return value, cast if of another type
   */
  double getDoubleNext();

  /**
   * Moves on and writes the element as a double.
   *
   * @param value value to write
   */
  void setDoubleNext(double value);

  /**
   * Reads the current element as a double.
   *
   * @return value, cast if of another type
   */
  double getDoubleCurrent();

  /**
   * Writes the current element as a double.
   *
   * @param value value to write
   */
  void setDoubleCurrent(double value);

  /**
   * Moves on and reads the element as a float.
   *
   * @return value, cast if of another type
   */
  float getFloatNext();

  /**
   * Moves on and writes the element as a float.
   *
   * @param value value to write
   */
  void setFloatNext(float value);

  /**
   * Reads the current element as a float.
   *
   * @return value, cast if of another type
   */
  float getFloatCurrent();

  /**
   * Writes the current element as a float.
   *
   * @param value value to write
   */
  void setFloatCurrent(float value);

  /**
   * Moves on and reads the element as a long.
   *
   * @return value, cast if of another type
   */
  long getLongNext();

  /**
   * Moves on and writes the element as a long.
   *
   * @param value value to write
   */
  void setLongNext(long value);

  /**
   * Reads the current element as a long.
   *
   * @return value, cast if of another type
   */
  long getLongCurrent();

  /**
   * Writes the current element as a long.
   *
   * @param value value to write
   */
  void setLongCurrent(long value);

  /**
   * Moves on and reads the element as an int.
   *
   * @return value, cast if of another type
   */
  int getIntNext();

  /**
   * Moves on and writes the element as an int.
   *
   * @param value value to write
   */
  void setIntNext(int value);

  /**
   * Reads the current element as an int.
   *
   * @return value, cast if of another type
   */
  int getIntCurrent();

  /**
   * Writes the current element as an int.
   *
   * @param value value to write
   */
  void setIntCurrent(int value);

  /**
   * Moves on and reads the element as a short.
   *
   * @return value, cast if of another type
   */
  short getShortNext();

  /**
   * Moves on and writes the element as a short.
   *
   * @param value value to write
   */
  void setShortNext(short value);

  /**
   * Reads the current element as a short.
   *
   * @return value, cast if of another type
   */
  short getShortCurrent();

  /**
   * Writes the current element as a short.
   *
   * @param value value to write
   */
  void setShortCurrent(short value);

  /**
   * Moves on and reads the element as a byte.
   *
   * @return value, cast if of another type
   */
  byte getByteNext();

  /**
   * Moves on and writes the element as a byte.
   *
   * @param value value to write
   */
  void setByteNext(byte value);

  /**
   * Reads the current element as a byte.
   *
   * @return value, cast if of another type
   */
  byte getByteCurrent();

  /**
   * Writes the current element as a byte.
   *
   * @param value value to write
   */
  void setByteCurrent(byte value);

  /**
   * Moves on and reads the element as a char.
   *
   * @return value, cast if of another type
   */
  char getCharNext();

  /**
   * Moves on and writes the element as a char.
   *
   * @param value value to write
   */
  void setCharNext(char value);

  /**
   * Reads the current element as a char.
   *
   * @return value, cast if of another type
   */
  char getCharCurrent();

  /**
   * Writes the current element as a char.
   *
   * @param value value to write
   */
  void setCharCurrent(char value);

  /**
   * Moves on and reads the element as a boolean.
   *
   * @return value, of a boolean array
   */
  boolean getBooleanNext();

  /**
   * Moves on and writes the element as a boolean.
   *
   * @param value value to write
   */
  void setBooleanNext(boolean value);

  /**
   * Reads the current element as a boolean.
   *
   * @return value, of a boolean array
   */
  boolean getBooleanCurrent();

  /**
   * Writes the current element as a boolean.
   *
   * @param value value to write
   */
  void setBooleanCurrent(boolean value);

  /**
   * Moves on and reads the element as an Object.
   *
   * @return value, boxed if primitive
   */
  Object getObjectNext();

  /**
   * Moves on and writes the element as an Object.
   *
   * @param value value to write
   */
  void setObjectNext(Object value);

  /**
   * Reads the current element as an Object.
   *
   * @return value, boxed if primitive
   */
  Object getObjectCurrent();

  /**
   * Writes the current element as an Object.
   *
   * @param value value to write
   */
  void setObjectCurrent(Object value);
}
