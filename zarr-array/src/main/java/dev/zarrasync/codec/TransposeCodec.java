package dev.zarrasync.codec;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The codec {@code transpose} of Zarr v3: elements in another order of dimensions.
 *
 * @param input what is encoded
 * @param order for each dimension of what is encoded to, which one of the input it is
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and not to be changed.
record TransposeCodec(Elements input, int[] order) implements Codec {

  static Codec of(Options options) {
    int dimensions = options.input().shape().length;
    int[] order;
    if (options.value("order") instanceof List<?> list) {
      order = list.stream().mapToInt(dimension -> dimension(options, dimension)).toArray();
    } else {
      order = IntStream.range(0, dimensions).toArray();
      if (options.oneOf("order", "", "C", "F").equals("F")) {
        order = IntStream.range(0, dimensions).map(i -> dimensions - 1 - i).toArray();
      }
    }
    if (order.length != dimensions
        || IntStream.of(order).filter(i -> i >= 0 && i < dimensions).distinct().count()
            != dimensions) {
      throw options.invalid("order", "a permutation of %d dimensions".formatted(dimensions));
    }
    return new TransposeCodec(options.input(), order);
  }

  private static int dimension(Options options, Object dimension) {
    if (dimension instanceof Integer number) {
      return number;
    }
    throw options.invalid("order", "a list of integers");
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    return transposed(raw, new Transposition(input.shape(), order));
  }

  @Override
  public byte[] decode(byte[] encoded) throws IOException {
    return transposed(encoded, new Transposition(output(input).shape(), inverse()));
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws IOException {
    if (encoded.length != size) {
      throw new CorruptChunkException(
          "The transposed chunk has %d bytes instead of %d".formatted(encoded.length, size));
    }
    return decode(encoded);
  }

  private byte[] transposed(byte[] bytes, Transposition transposition) throws IOException {
    if (!input.type().isFixed()) {
      return transposedItems(VlenItems.of(bytes), bytes.length, transposition);
    }
    if (bytes.length != input.bytes()) {
      throw new CorruptChunkException(
          "The transposed chunk has %d bytes instead of %d".formatted(bytes.length, input.bytes()));
    }
    return transposition.apply(bytes, input.type().size());
  }

  /** Transposes the numbers of the items, and puts the items in that order. */
  private byte[] transposedItems(VlenItems items, int length, Transposition transposition)
      throws CorruptChunkException {
    if (items.count() != input.count()) {
      throw new CorruptChunkException(
          "The chunk has %d strings or arrays instead of %d"
              .formatted(items.count(), input.count()));
    }
    byte[] numbers = new byte[Math.multiplyExact(4, items.count())];
    for (int i = 0; i < items.count(); i++) {
      LittleEndian.putInt(numbers, 4 * i, i);
    }
    byte[] places = transposition.apply(numbers, 4);
    byte[] result = new byte[length];
    LittleEndian.putInt(result, 0, items.count());
    int position = VlenItems.LENGTH;
    for (int i = 0; i < items.count(); i++) {
      Slice item = items.item(LittleEndian.getInt(places, 4 * i));
      LittleEndian.putInt(result, position, item.length);
      position += VlenItems.LENGTH;
      System.arraycopy(item.array, item.offset, result, position, item.length);
      position += item.length;
    }
    return result;
  }

  private int[] inverse() {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }

  /** Also where all longer dimensions stay in their order. */
  @Override
  public boolean isIdentity() {
    int[] longer = IntStream.of(order).filter(i -> input.shape()[i] != 1).toArray();
    return IntStream.range(1, longer.length).allMatch(i -> longer[i - 1] < longer[i]);
  }

  @Override
  public Elements output(Elements elements) {
    int[] shape = elements.shape();
    return shape.length != order.length
        ? elements
        : new Elements(elements.type(), IntStream.of(order).map(i -> shape[i]).toArray());
  }
}
