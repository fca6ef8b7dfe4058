package dev.zarrasync.codec;

/** Bob Jenkins' hash lookup3 (hashlittle), as HDF5 has it. */
final class Lookup3 {

  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private Lookup3(int start) {
    a = start;
    b = start;
    c = start;
  }

  /** Computes the hash, from an initial value that writer and reader know. */
  static int of(byte[] bytes, int start, int length, int initial) {
    var hash = new Lookup3(0xdeadbeef + length + initial);
    int position = start;
    int end = start + length;
    for (; end - position > BLOCK; position += BLOCK) {
      hash.add(bytes, position, end);
      hash.mix();
    }
    if (position < end) {
      hash.add(bytes, position, end);
      hash.finish();
    }
    return hash.c;
  }

  /** Adds a block of three numbers; where the bytes end before it does, zeros follow. */
  private void add(byte[] bytes, int position, int end) {
    a += number(bytes, position, end);
    b += number(bytes, position + 4, end);
    c += number(bytes, position + 8, end);
  }

  private static int number(byte[] bytes, int position, int end) {
    int number = 0;
    for (int i = Math.min(position + 4, end) - 1; i >= position; i--) {
      number = number << 8 | (bytes[i] & 0xff);
    }
    return number;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void finish() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
