package dev.zarrasync.codec;

import dev.zarrasync.codec.DataType.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The filter {@code categorize} of numcodecs: for each string the number of its label from 1, or 0
 * where it has none and reads as an empty string.
 *
 * @param labels the bytes of each label as an element, the empty string first
 * @param size the bytes of an element; 0 for strings of any length
 * @param codes the type of the numbers
 */
record CategorizeCodec(List<byte[]> labels, int size, NumberType codes) implements Filter {

  static Codec of(Options options) {
    DataType type = options.input().type();
    if (type.kind() != Kind.STRING && type.kind() != Kind.FIXED_STRING) {
      throw new IllegalArgumentException("The codec categorize takes strings alone");
    }
    NumberType codes = options.has("astype") ? options.arithmetic("astype") : NumberType.of("|u1");
    List<byte[]> labels = new ArrayList<>();
    labels.add(element("", type));
    for (Object label : options.list("labels")) {
      labels.add(element(String.valueOf(label), type));
    }
    if (codes.isFloating() || codes.wrap(labels.size() - 1) != labels.size() - 1) {
      throw options.invalid("astype", "an integer that can count the labels");
    }
    return new CategorizeCodec(List.copyOf(labels), type.size(), codes);
  }

  /** A label as an element, cut to its length as NumPy does. */
  private static byte[] element(String label, DataType type) {
    if (!type.isFixed()) {
      return label.getBytes(StandardCharsets.UTF_8);
    }
    boolean big = type.order() == ByteOrder.BIG_ENDIAN;
    return Arrays.copyOf(
        label.getBytes(Charset.forName(big ? "UTF-32BE" : "UTF-32LE")), type.size());
  }

  @Override
  public byte[] decode(byte[] encoded) throws IOException {
    Numbers from = codes.in(encoded);
    long length = size == 0 ? VlenItems.LENGTH : 0;
    for (int i = 0; i < from.count; i++) {
      length += label(from, i).length + (size == 0 ? VlenItems.LENGTH : 0);
    }
    if (length > Integer.MAX_VALUE) {
      throw new CorruptChunkException("%d labels are too many for a chunk".formatted(from.count));
    }
    ByteBuffer raw = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    if (size == 0) {
      raw.putInt(from.count);
    }
    for (int i = 0; i < from.count; i++) {
      byte[] label = label(from, i);
      if (size == 0) {
        raw.putInt(label.length);
      }
      raw.put(label);
    }
    return raw.array();
  }

  private byte[] label(Numbers from, int i) {
    long code = from.integer(i);
    return labels.get(code > 0 && code < labels.size() ? (int) code : 0);
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    Map<ByteBuffer, Integer> numbers = new HashMap<>();
    for (int code = 1; code < labels.size(); code++) {
      numbers.put(ByteBuffer.wrap(labels.get(code)), code);
    }
    List<ByteBuffer> items = size == 0 ? items(VlenItems.of(raw)) : elements(raw);
    Numbers encoded = codes.allocate(items.size());
    for (int i = 0; i < items.size(); i++) {
      encoded.putBits(i, numbers.getOrDefault(items.get(i), 0));
    }
    return encoded.bytes();
  }

  private static List<ByteBuffer> items(VlenItems items) {
    List<ByteBuffer> all = new ArrayList<>();
    for (int i = 0; i < items.count(); i++) {
      Slice item = items.item(i);
      all.add(ByteBuffer.wrap(item.array, item.offset, item.length));
    }
    return all;
  }

  private List<ByteBuffer> elements(byte[] raw) throws IOException {
    if (raw.length % size != 0) {
      throw new IOException(raw.length + " bytes are no whole strings of " + size + " bytes");
    }
    List<ByteBuffer> all = new ArrayList<>();
    for (int start = 0; start < raw.length; start += size) {
      all.add(ByteBuffer.wrap(raw, start, size));
    }
    return all;
  }

  @Override
  public Elements output(Elements input) {
    return input.type(codes.type()).inAnArray();
  }
}
