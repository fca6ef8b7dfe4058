package dev.zarrasync.codec;

import java.util.Objects;

/** A part of a byte array. */
final class Slice {

  final byte[] array;
  final int offset;
  final int length;

  Slice(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  int end() {
    return offset + length;
  }
}
