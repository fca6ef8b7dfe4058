package dev.zarrasync.array;

import dev.zarrasync.codec.Codec;
import dev.zarrasync.codec.Codecs;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Kind;
import dev.zarrasync.codec.Elements;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.codec.internal.Half;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Arrays as JZarr can hold them: of its nine types, and of lengths that fit in an int. */
final class JZarrView {

  private JZarrView() {}

  static ArrayMetadata of(ArrayMetadata array) throws InvalidMetadataException {
    checkShape(array.shape());
    DataType type = array.type();
    return switch (type.kind()) {
      case SIGNED -> array;
      case UNSIGNED ->
          type.size() < Long.BYTES
              ? array
              : converted(array, as(Kind.SIGNED, type), new Longs(type));
      case FLOATING ->
          type.size() > Half.BYTES
              ? array
              : converted(
                  array, new DataType(type.kind(), Float.BYTES, type.order()), new Floats(type));
      case BOOLEAN -> array.withElements(as(Kind.UNSIGNED, type), array.codec(), array.fillValue());
      case TIME, DURATION ->
          array.withElements(as(Kind.SIGNED, type), array.codec(), array.fillValue());
      default ->
          throw InvalidMetadataException.unsupported(
              "JZarr has no type for elements of the kind %s, %d bytes each: take AsyncArray, which needs no JZarr"
                  .formatted(type.kind(), type.size()));
    };
  }

  private static DataType as(Kind kind, DataType type) {
    return new DataType(kind, type.size(), type.order());
  }

  private static void checkShape(long[] shape) throws InvalidMetadataException {
    if (shape.length == 0) {
      throw InvalidMetadataException.unsupported(
          "JZarr has no arrays of 0 dimensions: take AsyncArray, which needs no JZarr");
    }
    for (long length : shape) {
      if (length > Integer.MAX_VALUE) {
        throw InvalidMetadataException.unsupported(
            "the shape %s is too large for JZarr, whose dimensions have at most %d elements: take AsyncArray, which needs no JZarr"
                .formatted(Arrays.toString(shape), Integer.MAX_VALUE));
      }
    }
  }

  private static ArrayMetadata converted(ArrayMetadata array, DataType type, Codec conversion)
      throws InvalidMetadataException {
    Elements elements = array.elements().type(type);
    MetadataFields.checkChunkSize(array.inner().chunks(), type);
    ShardCodec shards = array.shards();
    try {
      byte[] fillValue = conversion.decode(array.fillValue(), type.size());
      return array.withElements(
          type,
          shards == null
              ? Codecs.chain(elements, List.of(conversion, array.codec()))
              : shards.after(conversion, type, fillValue),
          fillValue);
    } catch (IOException e) {
      throw InvalidMetadataException.unsupported(
          "the fill_value is not one for JZarr: " + e.getMessage());
    }
  }

  /**
   * Unsigned numbers as signed ones: what is too large for them is an error, in either direction.
   *
   * @param stored the unsigned type
   */
  private record Longs(DataType stored) implements Codec {

    @Override
    public byte[] decode(byte[] encoded, int size) throws IOException {
      ByteBuffer numbers = ByteBuffer.wrap(encoded).order(stored.order());
      while (numbers.hasRemaining()) {
        long number = numbers.getLong();
        if (number < 0) {
          throw new IOException(
              "the value %s of type u8 is too large for JZarr, which has i8"
                  .formatted(Long.toUnsignedString(number)));
        }
      }
      return encoded;
    }

    @Override
    public byte[] encode(byte[] raw) throws IOException {
      ByteBuffer numbers = ByteBuffer.wrap(raw).order(stored.order());
      while (numbers.hasRemaining()) {
        long number = numbers.getLong();
        if (number < 0) {
          throw new IOException("the type u8 has no value " + number);
        }
      }
      return raw;
    }

    @Override
    public Elements output(Elements input) {
      return input.type(stored);
    }
  }

  /**
   * Floating-point numbers of 16 bits as such of 32 bits, which are rounded when they are written.
   *
   * @param stored the type of 16 bits
   */
  private record Floats(DataType stored) implements Codec {

    @Override
    public byte[] decode(byte[] encoded, int size) {
      ByteBuffer halves = ByteBuffer.wrap(encoded).order(stored.order());
      ByteBuffer floats = ByteBuffer.allocate(size).order(stored.order());
      while (halves.hasRemaining()) {
        floats.putFloat((float) Half.toDouble(halves.getShort()));
      }
      return floats.array();
    }

    @Override
    public byte[] encode(byte[] raw) {
      ByteBuffer floats = ByteBuffer.wrap(raw).order(stored.order());
      ByteBuffer halves = ByteBuffer.allocate(raw.length / 2).order(stored.order());
      while (floats.hasRemaining()) {
        halves.putShort(Half.of(floats.getFloat()));
      }
      return halves.array();
    }

    @Override
    public Elements output(Elements input) {
      return input.type(stored);
    }
  }
}
