package ucar.ma2;

import java.util.Arrays;

/** Operations on all elements of an {@link Array}. */
public class MAMath {

  private MAMath() {}

  /**
   * Sets all elements.
   *
   * @param result array to change
   * @param value value, converted to the type of the array
   * @throws ForbiddenConversionException if {@code result} is a boolean or object array
   */
  public static void setDouble(Array result, double value) {
    IndexIterator elements = result.getIndexIterator();
    while (elements.hasNext()) {
      elements.setDoubleNext(value);
    }
  }

  /**
   * Copies all elements, each read as the type of the source and converted to that of the target.
   * An unsigned integer is copied as the signed one with the same bits.
   *
   * @param result array to change
   * @param source array to read
   * @throws IllegalArgumentException unless the shapes are equal but for dimensions of length 1
   * @throws ForbiddenConversionException if the elements cannot be converted
   */
  public static void copy(Array result, Array source) {
    if (!conformable(result.getShape(), source.getShape())) {
      throw new IllegalArgumentException(
          "cannot copy shape %s to shape %s"
              .formatted(Arrays.toString(source.getShape()), Arrays.toString(result.getShape())));
    }
    copy(source.getDataType(), source.getIndexIterator(), result.getIndexIterator());
  }

  /**
   * Copies elements until there are none left to copy.
   *
   * @param dataType type that elements are read and written as
   * @param from elements to read
   * @param to elements to write
   * @throws ForbiddenConversionException if the elements cannot be converted
   */
  public static void copy(DataType dataType, IndexIterator from, IndexIterator to) {
    Runnable copyNext =
        switch (dataType) {
          case DOUBLE -> () -> to.setDoubleNext(from.getDoubleNext());
          case FLOAT -> () -> to.setFloatNext(from.getFloatNext());
          case LONG, ULONG -> () -> to.setLongNext(from.getLongNext());
          case INT, UINT, ENUM4 -> () -> to.setIntNext(from.getIntNext());
          case SHORT, USHORT, ENUM2 -> () -> to.setShortNext(from.getShortNext());
          case BYTE, UBYTE, ENUM1 -> () -> to.setByteNext(from.getByteNext());
          case CHAR -> () -> to.setCharNext(from.getCharNext());
          case BOOLEAN -> () -> to.setBooleanNext(from.getBooleanNext());
          default -> () -> to.setObjectNext(from.getObjectNext());
        };
    while (from.hasNext()) {
      copyNext.run();
    }
  }

  /**
   * Tells whether two shapes are equal but for dimensions of length 1.
   *
   * @param shapeA one shape
   * @param shapeB other shape
   * @return true if so
   */
  public static boolean conformable(int[] shapeA, int[] shapeB) {
    return Arrays.equals(withoutOnes(shapeA), withoutOnes(shapeB));
  }

  private static int[] withoutOnes(int[] shape) {
    return Arrays.stream(shape).filter(length -> length != 1).toArray();
  }

  /**
   * Returns the least element.
   *
   * @param array numbers
   * @return least number that is not NaN; {@code Double.MAX_VALUE} if there is none
   */
  public static double getMinimum(Array array) {
    double minimum = Double.MAX_VALUE;
    IndexIterator elements = array.getIndexIterator();
    while (elements.hasNext()) {
      double value = elements.getDoubleNext();
      minimum = value < minimum ? value : minimum;
    }
    return minimum;
  }

  /**
   * Returns the greatest element.
   *
   * @param array numbers
   * @return greatest number that is not NaN; {@code -Double.MAX_VALUE} if there is none
   */
  public static double getMaximum(Array array) {
    double maximum = -Double.MAX_VALUE;
    IndexIterator elements = array.getIndexIterator();
    while (elements.hasNext()) {
      double value = elements.getDoubleNext();
      maximum = value > maximum ? value : maximum;
    }
    return maximum;
  }

  /**
   * Adds all elements.
   *
   * @param array numbers
   * @return their sum
   */
  public static double sumDouble(Array array) {
    double sum = 0;
    IndexIterator elements = array.getIndexIterator();
    while (elements.hasNext()) {
      sum += elements.getDoubleNext();
    }
    return sum;
  }
}
