package ucar.ma2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A view of a one-dimensional Java array, the storage, as a multi-dimensional array.
 *
 * <p>Type, shape and storage are fixed; the elements are not. The methods that take a position in
 * the storage are for an array as {@link #factory} makes it, where the elements are in C order from
 * position 0: the last index varies fastest. Use an {@link IndexIterator} or an {@link Index} for a
 * {@link #section}.
 *
 * <p>Values are converted by Java casts. Unsigned integers are read as such when a larger type is
 * asked for.
 */
public abstract class Array extends Elements {

  private final DataType dataType;
  final Layout layout;

  Array(DataType dataType, Layout layout) {
    this.dataType = dataType;
    this.layout = layout;
  }

  /**
   * Creates an array of zeros, or of nulls.
   *
   * @param dataType type of the elements
   * @param shape length of each dimension; empty for a single element
   * @return new array
   * @throws IllegalArgumentException if a length is negative or their product exceeds an int
   * @throws UnsupportedOperationException if {@code dataType} is OBJECT
   */
  public static Array factory(DataType dataType, int[] shape) {
    return factory(dataType, shape, (Object) null);
  }

  /**
   * Wraps a Java array. Its length is not checked: if it is shorter than the shape asks for, the
   * access to a missing element throws an {@link ArrayIndexOutOfBoundsException}.
   *
   * @param dataType type of the elements
   * @param shape length of each dimension; empty for a single element
   * @param storage Java array of the primitive type, or an {@code Object[]}; null for a new one
   * @return new array that shares {@code storage}
   * @throws IllegalArgumentException if a length is negative or their product exceeds an int
   * @throws ClassCastException if {@code storage} is no Java array for {@code dataType}
   * @throws UnsupportedOperationException if {@code dataType} is OBJECT
   */
  public static Array factory(DataType dataType, int[] shape, Object storage) {
    Layout layout = Layout.of(shape);
    Object data = storage != null ? storage : newStorage(dataType, layout.size);
    return switch (dataType) {
      case BYTE, UBYTE -> new ByteArray(dataType, layout, (byte[]) data);
      case SHORT, USHORT -> new ShortArray(dataType, layout, (short[]) data);
      case INT, UINT -> new IntArray(dataType, layout, (int[]) data);
      case LONG, ULONG -> new LongArray(dataType, layout, (long[]) data);
      case FLOAT -> new FloatArray(dataType, layout, (float[]) data);
      case DOUBLE -> new DoubleArray(dataType, layout, (double[]) data);
      case CHAR -> new CharArray(dataType, layout, (char[]) data);
      case BOOLEAN -> new BooleanArray(dataType, layout, (boolean[]) data);
      case ENUM1 -> new ByteArray(DataType.BYTE, layout, (byte[]) data);
      case ENUM2 -> new ShortArray(DataType.SHORT, layout, (short[]) data);
      case ENUM4 -> new IntArray(DataType.INT, layout, (int[]) data);
      case STRING, STRUCTURE, SEQUENCE, OPAQUE ->
          new ObjectArray(dataType, layout, (Object[]) data);
      case OBJECT -> throw new UnsupportedOperationException("no array of type " + dataType);
    };
  }

  /**
   * Copies elements from a buffer, from its position on and in its byte order. Its position stays.
   *
   * @param dataType type of the elements: a number, an enumeration, or CHAR, of which each is an
   *     unsigned byte in the buffer
   * @param shape length of each dimension; empty for a single element
   * @param buffer holds the elements
   * @return new array
   * @throws IllegalArgumentException if a length is negative or their product exceeds an int
   * @throws java.nio.BufferUnderflowException if the buffer has too few bytes
   * @throws UnsupportedOperationException if {@code dataType} is another
   */
  public static Array factory(DataType dataType, int[] shape, ByteBuffer buffer) {
    Array array = factory(dataType, shape);
    ByteBuffer source = buffer.duplicate().order(buffer.order());
    switch (dataType) {
      case BYTE, UBYTE, ENUM1 -> source.get((byte[]) array.getStorage());
      case SHORT, USHORT, ENUM2 -> source.asShortBuffer().get((short[]) array.getStorage());
      case INT, UINT, ENUM4 -> source.asIntBuffer().get((int[]) array.getStorage());
      case LONG, ULONG -> source.asLongBuffer().get((long[]) array.getStorage());
      case FLOAT -> source.asFloatBuffer().get((float[]) array.getStorage());
      case DOUBLE -> source.asDoubleBuffer().get((double[]) array.getStorage());
      case CHAR -> {
        char[] chars = (char[]) array.getStorage();
        for (int i = 0; i < chars.length; i++) {
          chars[i] = (char) Byte.toUnsignedInt(source.get());
        }
      }
      default -> throw new UnsupportedOperationException("no buffer of type " + dataType);
    }
    return array;
  }

  private static Object newStorage(DataType dataType, int size) {
    Class<?> type = dataType.getPrimitiveClassType();
    return java.lang.reflect.Array.newInstance(type.isPrimitive() ? type : Object.class, size);
  }

  /** Returns another part of the same storage. */
  abstract Array view(Layout part);

  /**
   * Returns the storage.
   *
   * @return the Java array itself, of which a {@link #section} uses a part
   */
  public abstract Object getStorage();

  /**
   * Returns the type of the elements.
   *
   * @return type; that of the integers that hold it for an enumeration
   */
  public DataType getDataType() {
    return dataType;
  }

  /**
   * Returns the Java class of the elements.
   *
   * @return primitive class, or a class of objects
   */
  public Class<?> getElementType() {
    return dataType.getPrimitiveClassType();
  }

  /**
   * Tells whether the elements are unsigned integers.
   *
   * @return true if so
   */
  public boolean isUnsigned() {
    return dataType.isUnsigned();
  }

  /**
   * Returns the number of dimensions.
   *
   * @return 0 or more
   */
  public int getRank() {
    return layout.shape.length;
  }

  /**
   * Returns the length of each dimension.
   *
   * @return new Java array
   */
  public int[] getShape() {
    return layout.shape.clone();
  }

  /**
   * Returns the number of elements.
   *
   * @return product of the shape
   */
  public long getSize() {
    return layout.size;
  }

  /**
   * Points to an element, by an index of each dimension.
   *
   * @return new index, of the first element
   */
  public Index getIndex() {
    return new Index(layout);
  }

  /**
   * Walks over all elements in C order.
   *
   * @return new iterator
   */
  public IndexIterator getIndexIterator() {
    return layout.contiguous ? new ContiguousIterator(this) : new StridedIterator(this);
  }

  /**
   * Walks over the elements of a {@link #section} in C order.
   *
   * @param ranges indices of each dimension; null for all
   * @return new iterator
   * @throws InvalidRangeException if there is not one range a dimension, or one is out of bounds
   */
  public IndexIterator getRangeIterator(List<Range> ranges) throws InvalidRangeException {
    return section(ranges).getIndexIterator();
  }

  /**
   * Returns a part of this array, which shares its storage. The part lacks the dimensions of which
   * a range takes one element.
   *
   * @param ranges indices of each dimension; null for all
   * @return part
   * @throws InvalidRangeException if there is not one range a dimension, or one is out of bounds
   */
  public Array section(List<Range> ranges) throws InvalidRangeException {
    return view(layout.section(ranges));
  }

  /**
   * Returns a part of this array, as {@link #section(List)} does.
   *
   * @param origin first index of each dimension
   * @param shape number of elements of each dimension
   * @return part
   * @throws InvalidRangeException if the part is empty or out of bounds
   */
  public Array section(int[] origin, int[] shape) throws InvalidRangeException {
    List<Range> ranges = new ArrayList<>();
    for (int dim = 0; dim < origin.length; dim++) {
      ranges.add(new Range(origin[dim], origin[dim] + shape[dim] - 1));
    }
    return section(ranges);
  }

  /**
   * Copies this array.
   *
   * @return array of the same type and shape with a storage of its own, in C order
   */
  public Array copy() {
    return converted(dataType);
  }

  private Array converted(DataType wanted) {
    Array result = factory(wanted, layout.shape);
    MAMath.copy(result, this);
    return result;
  }

  /**
   * Returns the elements in C order as a Java array of a type.
   *
   * @param wanted type of the Java array
   * @return the storage itself if it is of that type and in C order, else a new Java array
   * @throws ForbiddenConversionException if the elements cannot be converted
   */
  public Object get1DJavaArray(DataType wanted) {
    return wanted == dataType && layout.contiguous ? getStorage() : converted(wanted).getStorage();
  }

  /**
   * Returns the elements in C order as a Java array of a class.
   *
   * @param wanted class of the elements of the Java array
   * @return the storage itself if it is of that class and in C order, else a new Java array
   * @throws ForbiddenConversionException if the elements cannot be converted
   * @throws UnsupportedOperationException if there is no array of that class
   */
  public Object get1DJavaArray(Class<?> wanted) {
    return get1DJavaArray(
        wanted == getElementType() ? dataType : DataType.getType(wanted, isUnsigned()));
  }

  /**
   * Copies the elements in C order to a new Java array.
   *
   * @return Java array of one dimension
   */
  public Object copyTo1DJavaArray() {
    return copy().getStorage();
  }

  /**
   * Copies the elements to a new Java array of arrays.
   *
   * @return Java array of {@link #getRank} dimensions
   * @throws IllegalArgumentException if the rank is 0, or more than 255
   */
  public Object copyToNDJavaArray() {
    Object result = java.lang.reflect.Array.newInstance(getElementType(), layout.shape);
    copyRows(get1DJavaArray(dataType), 0, result);
    return result;
  }

  /** Copies to one dimension after the other and returns the position after the last element. */
  private static int copyRows(Object source, int from, Object target) {
    int length = java.lang.reflect.Array.getLength(target);
    if (!target.getClass().getComponentType().isArray()) {
      System.arraycopy(source, from, target, 0, length);
      return from + length;
    }
    int position = from;
    for (int row = 0; row < length; row++) {
      position = copyRows(source, position, java.lang.reflect.Array.get(target, row));
    }
    return position;
  }

  /** Returns the elements in C order, each followed by a space. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    IndexIterator elements = getIndexIterator();
    while (elements.hasNext()) {
      Object value = elements.getObjectNext();
      text.append(isUnsigned() ? DataType.widenNumber((Number) value) : value).append(' ');
    }
    return text.toString();
  }
}
