package dev.zarrasync.codec;

import java.nio.ByteBuffer;

/** An array of bytes as numbers of one type, read and written as NumPy does. */
final class Numbers {

  final NumberType type;
  final int count;
  private final ByteBuffer bytes;

  Numbers(NumberType type, byte[] bytes) {
    this.type = type;
    this.count = bytes.length / type.size();
    this.bytes = ByteBuffer.wrap(bytes).order(type.type().order());
  }

  byte[] bytes() {
    return bytes.array();
  }

  /** The bits of a number, whatever they mean. */
  long bits(int i) {
    return switch (type.size()) {
      case 1 -> bytes.get(i);
      case 2 -> bytes.getShort(2 * i);
      case 4 -> bytes.getInt(4 * i);
      default -> bytes.getLong(8 * i);
    };
  }

  /** Sets the lowest bits of a number. */
  void putBits(int i, long bits) {
    switch (type.size()) {
      case 1 -> bytes.put(i, (byte) bits);
      case 2 -> bytes.putShort(2 * i, (short) bits);
      case 4 -> bytes.putInt(4 * i, (int) bits);
      default -> bytes.putLong(8 * i, bits);
    }
  }

  /** An integer; one of 8 bytes that has no sign has its upper half below 0. */
  long integer(int i) {
    return type.wrap(bits(i));
  }

  /** Any number as the nearest one of double precision. */
  double real(int i) {
    if (!type.isFloating()) {
      return type.toDouble(integer(i));
    }
    return switch (type.size()) {
      case 2 -> Half.toDouble(bytes.getShort(2 * i));
      case 4 -> bytes.getFloat(4 * i);
      default -> bytes.getDouble(8 * i);
    };
  }

  /** Casts a floating-point number to the type here. */
  void putReal(int i, double value) {
    if (!type.isFloating()) {
      putBits(i, type.toInteger(value));
      return;
    }
    switch (type.size()) {
      case 2 -> bytes.putShort(2 * i, Half.of(value));
      case 4 -> bytes.putFloat(4 * i, (float) value);
      default -> bytes.putDouble(8 * i, value);
    }
  }

  /** Casts an integer of a type to the type here. */
  void putInteger(int i, long value, NumberType from) {
    if (!type.isFloating()) {
      putBits(i, type.wrap(value));
    } else {
      putReal(i, type.size() == 4 ? from.toFloat(value) : from.toDouble(value));
    }
  }

  /** Casts a number to the type here. */
  void put(int i, Numbers from) {
    if (!from.type.isFloating()) {
      putInteger(i, from.integer(i), from.type);
    } else if (type.isFloating() && type.size() == from.type.size()) {
      putBits(i, from.bits(i));
    } else {
      putReal(i, from.real(i));
    }
  }
}
