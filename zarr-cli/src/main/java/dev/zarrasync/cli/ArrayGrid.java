package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an array, which need not be understood.
 *
 * @param directory what their keys start with
 * @param counts how many there are in each dimension
 * @param separators what may stand between the indices in a key
 * @param chunkBytes how many bytes a chunk may have that is not encoded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ArrayGrid(String directory, long[] counts, List<String> separators, long chunkBytes) {

  /** As NumPy has it: the last number of a simple type is how many bytes an element has. */
  private static final Pattern ITEM_SIZE = Pattern.compile("[<>|]?[a-zA-Z](\\d{1,9})(\\[.*])?");

  private static final long OTHER_ITEM_SIZE = 8;

  /**
   * Makes the grid of an array.
   *
   * @param header what its {@code .zarray} holds
   * @return the grid, or null if it does not tell
   */
  static @Nullable ArrayGrid of(AsyncStore store, String directory, JsonNode header) {
    long[] shape = numbers(header.path("shape"), 0);
    long[] chunks = numbers(header.path("chunks"), 1);
    if (shape == null || chunks == null || shape.length != chunks.length) {
      return null;
    }
    long[] counts = new long[shape.length];
    Arrays.setAll(counts, i -> count(shape[i], chunks[i]));
    if (product(counts) == Long.MAX_VALUE) {
      return null;
    }
    Matcher dtype = ITEM_SIZE.matcher(header.path("dtype").asText());
    long itemSize = dtype.matches() ? Long.parseLong(dtype.group(1)) : OTHER_ITEM_SIZE;
    return new ArrayGrid(
        directory,
        counts,
        separators(store, directory, header, shape.length),
        product(LongStream.concat(LongStream.of(itemSize), Arrays.stream(chunks)).toArray()));
  }

  /** Counts the chunks of a dimension. */
  static long count(long size, long chunk) {
    return size / chunk + (size % chunk == 0 ? 0 : 1);
  }

  private static long @Nullable [] numbers(JsonNode array, long least) {
    boolean valid =
        array.isArray()
            && StreamSupport.stream(array.spliterator(), false)
                .allMatch(
                    n ->
                        n.canConvertToExactIntegral()
                            && n.canConvertToLong()
                            && n.longValue() >= least);
    return valid
        ? StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::longValue).toArray()
        : null;
  }

  /** Returns the largest long for what is too large. */
  private static long product(long[] factors) {
    BigInteger product =
        Arrays.stream(factors)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ONE, BigInteger::multiply);
    return product.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static List<String> separators(
      AsyncStore store, String directory, JsonNode header, int rank) {
    String named = header.path("dimension_separator").asText();
    if (named.equals(".") || named.equals("/")) {
      return List.of(named);
    }
    if (rank < 2) {
      return List.of(".");
    }
    try {
      String path = directory.isEmpty() ? "" : directory.substring(0, directory.length() - 1);
      return List.of(JZarrs.openArray(store, path).getDimensionSeparator().getSeparatorChar());
    } catch (IOException e) {
      return List.of(".", "/"); // It is not supported: then both are asked for.
    }
  }

  /** Returns the keys of all chunks, in C order. Each is made when it is asked for. */
  Stream<String> keys() {
    return LongStream.range(0, product(counts))
        .mapToObj(this::index)
        .flatMap(index -> separators.stream().map(separator -> key(index, separator)));
  }

  private long[] index(long number) {
    long[] index = new long[counts.length];
    long rest = number;
    for (int i = counts.length - 1; i >= 0; i--) {
      index[i] = rest % counts[i];
      rest /= counts[i];
    }
    return index;
  }

  /** The chunk of an array without dimensions is 0. */
  private String key(long[] index, String separator) {
    return directory
        + (index.length == 0
            ? "0"
            : Arrays.stream(index).mapToObj(Long::toString).collect(Collectors.joining(separator)));
  }
}
