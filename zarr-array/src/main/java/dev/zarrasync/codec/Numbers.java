package dev.zarrasync.codec;

import dev.zarrasync.codec.internal.Half;
import java.nio.ByteBuffer;

/** An array of bytes as numbers of one type, read and written as NumPy does. */
final class Numbers {

  final NumberType type;
  final int count;
  private final ByteBuffer bytes;
  private final int size;
  private final boolean floating;
  private final boolean signed;

  Numbers(NumberType type, byte[] bytes) {
    this.type = type;
    this.size = type.size();
    this.count = bytes.length / size;
    this.floating = type.isFloating();
    this.signed = !type.isUnsigned();
    this.bytes = ByteBuffer.wrap(bytes).order(type.type().order());
  }

  byte[] bytes() {
    return bytes.array();
  }

  /** The bits of a number, whatever they mean. */
  long bits(int i) {
    return switch (size) {
      case 1 -> bytes.get(i);
      case 2 -> bytes.getShort(2 * i);
      case 4 -> bytes.getInt(4 * i);
      default -> bytes.getLong(8 * i);
    };
  }

  /** Sets the lowest bits of a number. */
  void putBits(int i, long bits) {
    switch (size) {
      case 1 -> bytes.put(i, (byte) bits);
      case 2 -> bytes.putShort(2 * i, (short) bits);
      case 4 -> bytes.putInt(4 * i, (int) bits);
      default -> bytes.putLong(8 * i, bits);
    }
  }

  /** An integer; one of 8 bytes that has no sign has its upper half below 0. */
  long integer(int i) {
    long bits = bits(i);
    return signed ? bits : type.wrap(bits);
  }

  /** Any number as the nearest one of double precision. */
  double real(int i) {
    if (!floating) {
      return type.toDouble(integer(i));
    }
    return switch (size) {
      case 2 -> Half.toDouble(bytes.getShort(2 * i));
      case 4 -> bytes.getFloat(4 * i);
      default -> bytes.getDouble(8 * i);
    };
  }

  /** Casts a floating-point number to the type here. */
  void putReal(int i, double value) {
    if (!floating) {
      putBits(i, type.toInteger(value));
      return;
    }
    switch (size) {
      case 2 -> bytes.putShort(2 * i, Half.of(value));
      case 4 -> bytes.putFloat(4 * i, (float) value);
      default -> bytes.putDouble(8 * i, value);
    }
  }

  /** Casts an integer of a type to the type here. */
  void putInteger(int i, long value, NumberType from) {
    if (!floating) {
      putBits(i, signed ? value : type.wrap(value));
    } else {
      putReal(i, type.nearest(value, from));
    }
  }

  /** Casts a number to the type here. */
  void put(int i, Numbers from) {
    if (!from.floating) {
      putInteger(i, from.integer(i), from.type);
    } else if (floating && size == from.size) {
      putBits(i, from.bits(i));
    } else {
      putReal(i, from.real(i));
    }
  }
}
