package dev.zarrasync.array;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.internal.Half;
import dev.zarrasync.codec.internal.VlenFormat;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * How the elements of one type are kept in Java arrays, and copied between those and raw chunks.
 * Immutable and safe for use by many threads.
 */
interface JavaElements {

  /** The elements of one raw chunk. Copies of distinct parts may run at once in many threads. */
  interface Chunk {

    /** Copies consecutive elements to an array. */
    void copyTo(int element, Object array, int index, int count);

    /** Copies from an array to consecutive elements. */
    void copyFrom(int element, Object array, int index, int count);

    /** Returns the raw chunk as it is after copies to it. */
    byte[] raw();
  }

  /** Returns how elements of a type are kept, each with all that it is. */
  static JavaElements of(DataType type) {
    return switch (type.kind()) {
      case SIGNED, UNSIGNED, TIME, DURATION -> Numbers.of(type.size(), false, type.order(), 1);
      case FLOATING ->
          type.size() == 2
              ? new Halves(type.order())
              : Numbers.of(type.size(), true, type.order(), 1);
      case COMPLEX -> Numbers.of(type.size() / 2, true, type.order(), 2);
      case RAW -> Numbers.of(1, false, type.order(), type.size());
      case BOOLEAN -> new Booleans();
      case TERMINATED_BYTES -> new FixedStrings(type.size(), 1, StandardCharsets.ISO_8859_1);
      case FIXED_STRING -> new FixedStrings(type.size(), 4, utf32(type.order()));
      case STRING, BYTES -> new Items(type.kind() == DataType.Kind.STRING);
    };
  }

  private static Charset utf32(ByteOrder order) {
    return Charset.forName(order == ByteOrder.BIG_ENDIAN ? "UTF-32BE" : "UTF-32LE");
  }

  /** Makes a Java array for so many elements. */
  Object newArray(int count);

  /** Says whether the elements of a new array are those whose bytes are all 0. */
  default boolean isZeroIfNew() {
    return true;
  }

  /**
   * Counts the elements that a Java array holds.
   *
   * @throws IllegalArgumentException if it does not hold such elements
   */
  int count(Object array);

  /** Makes a view of a raw chunk, or of whole elements of it. */
  Chunk chunk(ByteBuffer raw);

  /** Makes a view of so many elements that are all the same. */
  Chunk filled(byte[] element, int count);

  /** Fills a part of an array with one element. */
  default void fill(Object array, int index, int count, byte[] element) {
    if (count == 0) {
      return;
    }
    filled(element, 1).copyTo(0, array, index, 1);
    int times = Array.getLength(array) / Math.max(1, count(array));
    // Doubles what is filled: as fast as Arrays.fill for any type of array.
    for (int done = 1; done < count; done += Math.min(done, count - done)) {
      int more = Math.min(done, count - done);
      System.arraycopy(array, index * times, array, (index + done) * times, more * times);
    }
  }

  /** Repeats an element of a fixed length. */
  private static ByteBuffer repeated(byte[] element, int count) {
    byte[] raw = new byte[Math.multiplyExact(element.length, count)];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = element[i % element.length];
    }
    return ByteBuffer.wrap(raw);
  }

  /** Encodes a string, all of it. */
  private static byte[] encoded(String string, Charset charset) {
    try {
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(string));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The string \"%s\" has characters that %s does not have".formatted(string, charset), e);
    }
  }

  private static IllegalArgumentException wrongArray(Object array, String wanted) {
    return new IllegalArgumentException(
        "The elements are kept in %s, not in %s"
            .formatted(wanted, array.getClass().getSimpleName()));
  }

  /**
   * Numbers in an array of any primitive type but boolean, into which they are cast: one or more
   * for each element.
   *
   * @param times how many numbers an element is
   */
  record Numbers(ElementType type, ByteOrder order, int times) implements JavaElements {

    static Numbers of(int size, boolean isFloating, ByteOrder order, int times) {
      return new Numbers(
          ElementType.valueOf(((isFloating ? "f" : "i") + size).toUpperCase(Locale.ROOT)),
          order,
          times);
    }

    @Override
    public Object newArray(int count) {
      return Array.newInstance(type.javaType(), Math.multiplyExact(count, times));
    }

    @Override
    public int count(Object array) {
      return Casts.lengthOf(array) / times;
    }

    @Override
    public Chunk filled(byte[] element, int count) {
      return chunk(repeated(element, count));
    }

    @Override
    public Chunk chunk(ByteBuffer raw) {
      ChunkBytes numbers = new ChunkBytes(raw, type, order);
      return times == 1 ? numbers : new Tuples(numbers, times);
    }

    /** Some numbers for each element. */
    private record Tuples(ChunkBytes numbers, int times) implements Chunk {
      @Override
      public void copyTo(int element, Object array, int index, int count) {
        numbers.copyTo(element * times, array, index * times, count * times);
      }

      @Override
      public void copyFrom(int element, Object array, int index, int count) {
        numbers.copyFrom(element * times, array, index * times, count * times);
      }

      @Override
      public byte[] raw() {
        return numbers.raw();
      }
    }
  }

  /** Elements that are converted one by one. */
  abstract class Converted implements JavaElements {
    final int size;

    Converted(int size) {
      this.size = size;
    }

    abstract void get(ByteBuffer raw, int position, Object array, int index);

    abstract void put(ByteBuffer raw, int position, Object array, int index);

    @Override
    public Chunk filled(byte[] element, int count) {
      return chunk(repeated(element, count));
    }

    @Override
    public Chunk chunk(ByteBuffer raw) {
      ByteBuffer bytes = raw.slice();
      return new Chunk() {
        @Override
        public void copyTo(int element, Object array, int index, int count) {
          for (int i = 0; i < count; i++) {
            get(bytes, (element + i) * size, array, index + i);
          }
        }

        @Override
        public void copyFrom(int element, Object array, int index, int count) {
          for (int i = 0; i < count; i++) {
            put(bytes, (element + i) * size, array, index + i);
          }
        }

        @Override
        @SuppressWarnings("ByteBufferBackingArray") // Who asks has wrapped a whole array.
        public byte[] raw() {
          return raw.array();
        }
      };
    }
  }

  /** Bytes that are 0 or not, in an array of boolean. */
  final class Booleans extends Converted {

    Booleans() {
      super(1);
    }

    @Override
    public Object newArray(int count) {
      return new boolean[count];
    }

    @Override
    public int count(Object array) {
      if (array instanceof boolean[] booleans) {
        return booleans.length;
      }
      throw wrongArray(array, "boolean[]");
    }

    @Override
    void get(ByteBuffer raw, int position, Object array, int index) {
      ((boolean[]) array)[index] = raw.get(position) != 0;
    }

    @Override
    void put(ByteBuffer raw, int position, Object array, int index) {
      raw.put(position, (byte) (((boolean[]) array)[index] ? 1 : 0));
    }
  }

  /** Strings that end with zeros, in an array of String. */
  final class FixedStrings extends Converted {

    private final int character;
    private final Charset charset;

    /**
     * @param character how many bytes a character has
     */
    FixedStrings(int size, int character, Charset charset) {
      super(size);
      this.character = character;
      this.charset = charset;
    }

    @Override
    public boolean isZeroIfNew() {
      return false;
    }

    @Override
    public Object newArray(int count) {
      return new String[count];
    }

    @Override
    public int count(Object array) {
      if (array instanceof String[] strings) {
        return strings.length;
      }
      throw wrongArray(array, "String[]");
    }

    @Override
    void get(ByteBuffer raw, int position, Object array, int index) {
      int end = size;
      while (end > 0 && isZero(raw, position + end - character)) {
        end -= character;
      }
      byte[] bytes = new byte[end];
      raw.get(position, bytes);
      ((String[]) array)[index] = new String(bytes, charset);
    }

    private boolean isZero(ByteBuffer raw, int position) {
      for (int i = 0; i < character; i++) {
        if (raw.get(position + i) != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    void put(ByteBuffer raw, int position, Object array, int index) {
      String string = Objects.requireNonNull(((String[]) array)[index], "a null in the array");
      byte[] bytes = encoded(string, charset);
      if (bytes.length > size) {
        throw new IllegalArgumentException(
            "The string \"%s\" has more than the %d characters of an element"
                .formatted(string, size / character));
      }
      raw.put(position, Arrays.copyOf(bytes, size));
    }
  }

  /** Floating-point numbers of 16 bits, in an array of float. */
  final class Halves extends Converted {

    private final ByteOrder order;

    Halves(ByteOrder order) {
      super(Half.BYTES);
      this.order = order;
    }

    @Override
    public Object newArray(int count) {
      return new float[count];
    }

    @Override
    public int count(Object array) {
      if (array instanceof float[] floats) {
        return floats.length;
      }
      throw wrongArray(array, "float[]");
    }

    @Override
    void get(ByteBuffer raw, int position, Object array, int index) {
      short half = raw.getShort(position);
      ((float[]) array)[index] =
          (float) Half.toDouble(order == ByteOrder.BIG_ENDIAN ? half : Short.reverseBytes(half));
    }

    @Override
    void put(ByteBuffer raw, int position, Object array, int index) {
      short half = Half.of(((float[]) array)[index]);
      raw.putShort(position, order == ByteOrder.BIG_ENDIAN ? half : Short.reverseBytes(half));
    }
  }

  /** Strings or bytes of any length, in an array of String or of byte[]: {@link VlenFormat}. */
  record Items(boolean areStrings) implements JavaElements {

    @Override
    public boolean isZeroIfNew() {
      return false;
    }

    @Override
    public Object newArray(int count) {
      return areStrings ? new String[count] : new byte[count][];
    }

    @Override
    public int count(Object array) {
      if (areStrings ? array instanceof String[] : array instanceof byte[][]) {
        return Array.getLength(array);
      }
      throw wrongArray(array, areStrings ? "String[]" : "byte[][]");
    }

    @Override
    public Chunk filled(byte[] element, int count) {
      Object[] items = (Object[]) newArray(count);
      Arrays.fill(items, item(element));
      return new ItemChunk(items);
    }

    @Override
    public Chunk chunk(ByteBuffer raw) {
      byte[][] bytes = VlenFormat.split(raw);
      Object[] items = (Object[]) newArray(bytes.length);
      Arrays.setAll(items, i -> item(bytes[i]));
      return new ItemChunk(items);
    }

    private Object item(byte[] bytes) {
      return areStrings ? new String(bytes, StandardCharsets.UTF_8) : bytes;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record ItemChunk(Object[] items) implements Chunk {
      @Override
      public void copyTo(int element, Object array, int index, int count) {
        System.arraycopy(items, element, array, index, count);
      }

      @Override
      public void copyFrom(int element, Object array, int index, int count) {
        System.arraycopy(array, index, items, element, count);
      }

      @Override
      public byte[] raw() {
        byte[][] encoded = new byte[items.length][];
        for (int i = 0; i < items.length; i++) {
          Object item = Objects.requireNonNull(items[i], "a null in the array");
          encoded[i] =
              item instanceof String text ? encoded(text, StandardCharsets.UTF_8) : (byte[]) item;
        }
        return VlenFormat.join(encoded);
      }
    }
  }
}
