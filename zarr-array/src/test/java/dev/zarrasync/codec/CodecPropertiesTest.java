package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.codec.DataType.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/** What holds for all codecs that lose nothing, and any chunk. */
class CodecPropertiesTest {

  private static final List<Map<String, ?>> CODECS =
      List.of(
          Map.of("id", "adler32"),
          Map.of("id", "astype", "encode_dtype", ">i8", "decode_dtype", "<i4"),
          Map.of("id", "astype", "encode_dtype", "<f8", "decode_dtype", ">u2"),
          Map.of("id", "blosc", "cname", "zlib"),
          Map.of("id", "bz2"),
          Map.of("id", "crc32", "location", "end"),
          Map.of("id", "crc32c"),
          Map.of("id", "delta", "dtype", "<i2"),
          Map.of("id", "delta", "dtype", ">u8"),
          Map.of("id", "delta", "dtype", "<u4", "astype", "<i8"),
          Map.of("id", "fletcher32"),
          Map.of("id", "gzip"),
          Map.of("id", "lz4"),
          Map.of("id", "lzma"),
          Map.of("id", "lzma", "format", 2),
          Map.of("id", "lzma", "format", 3, "filters", List.of(Map.of("id", 9), Map.of("id", 33))),
          Map.of("id", "shuffle", "elementsize", 8),
          Map.of("id", "zlib"),
          Map.of("id", "zstd", "checksum", true));

  private static Codec codec(Map<String, ?> configuration, int bytes) {
    return Codecs.of(
        String.valueOf(configuration.get("id")), configuration, Elements.ofBytes(bytes));
  }

  @Property(tries = 100)
  void whatIsEncodedIsDecodedAlsoIfItsLengthIsNotKnown(
      @ForAll @IntRange(max = 18) int which,
      @ForAll @IntRange(max = 300) int longs,
      @ForAll @IntRange(min = 1, max = 256) int values,
      @ForAll long seed)
      throws Exception {
    byte[] raw = new byte[8 * longs];
    var random = new Random(seed);
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) random.nextInt(values);
    }
    Codec codec = codec(CODECS.get(which), raw.length);
    byte[] encoded = codec.encode(raw);

    assertThat(codec.decode(encoded, raw.length)).isEqualTo(raw);
    assertThat(codec.decode(encoded)).isEqualTo(raw);
    int known = codec.output(Elements.ofBytes(raw.length)).bytes();
    assertThat(known).isIn(encoded.length, Elements.UNKNOWN);
  }

  @Property(tries = 60)
  void damageIsAnIOExceptionOrAValue(
      @ForAll @IntRange(max = 18) int which,
      @ForAll @IntRange(max = 60) int longs,
      @ForAll long seed)
      throws Exception {
    var random = new Random(seed);
    byte[] raw = RawChunks.smooth(8 * longs, 4);
    Codec codec = codec(CODECS.get(which), raw.length);
    byte[] encoded = codec.encode(raw);
    for (int i = 0; i < encoded.length; i++) {
      byte[] damaged = encoded.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      decode(codec, damaged, raw.length);
      decode(codec, Arrays.copyOf(encoded, i), raw.length);
    }
  }

  private static void decode(Codec codec, byte[] encoded, int size) {
    try {
      assertThat(codec.decode(encoded, size)).hasSize(size);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(codec.decode(encoded)).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** As the specification has it: each element one by one. */
  @Property(tries = 100)
  void transposesInAnyOrder(
      @ForAll @Size(min = 1, max = 5) @UniqueElements List<@IntRange(max = 1000) Integer> ranks,
      @ForAll @Size(value = 5) List<@IntRange(min = 1, max = 70) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 9) int size)
      throws Exception {
    int dimensions = ranks.size();
    int[] shape = new int[dimensions];
    for (int i = 0, left = 5000; i < dimensions; i++) {
      shape[i] = Math.min(left, lengths.get(i));
      left /= shape[i];
    }
    List<Integer> sorted = ranks.stream().sorted().toList();
    List<Integer> order = ranks.stream().map(sorted::indexOf).toList();
    var input = new Elements(new DataType(Kind.RAW, size, ByteOrder.LITTLE_ENDIAN), shape);
    Codec codec = Codecs.ofV3("transpose", Map.of("order", order), input);
    byte[] raw = RawChunks.random(input.bytes());
    byte[] encoded = codec.encode(raw);

    assertThat(codec.decode(encoded, raw.length)).isEqualTo(raw);
    int[] position = new int[dimensions];
    for (int from = 0; from < input.count(); from++) {
      int to = 0;
      for (int dimension : order) {
        to = to * shape[dimension] + position[dimension];
      }
      assertThat(
              Arrays.mismatch(
                  raw, from * size, (from + 1) * size, encoded, to * size, (to + 1) * size))
          .isEqualTo(-1);
      for (int i = dimensions - 1; i >= 0 && ++position[i] == shape[i]; i--) {
        position[i] = 0;
      }
    }
    assertThat(!codec.isIdentity() || Arrays.equals(raw, encoded)).isTrue();
  }

  @Property(tries = 60)
  void packsAnyBitsOfAnyNumbers(
      @ForAll @IntRange(max = 7) int which,
      @ForAll @IntRange(max = 63) int first,
      @ForAll @IntRange(max = 63) int last,
      @ForAll @IntRange(max = 40) int count,
      @ForAll @IntRange(max = 2) int padding,
      @ForAll boolean big)
      throws Exception {
    List<String> types =
        List.of("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64");
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    NumberType type = NumberType.of(types.get(which)).order(order);
    int bits = 8 * type.size();
    int low = Math.min(first % bits, last % bits);
    int high = Math.max(first % bits, last % bits);
    var input = new Elements(type.type(), new int[] {count});
    Codec codec =
        Codecs.ofV3(
            "packbits",
            Map.of(
                "first_bit",
                low,
                "last_bit",
                high,
                "padding_encoding",
                List.of("none", "first_byte", "last_byte").get(padding)),
            input);
    Numbers raw = type.allocate(count);
    var random = new Random(count);
    for (int i = 0; i < count; i++) {
      // Has the bits that are kept alone, and those above as the sign.
      long kept = random.nextLong() << (63 - (high - low));
      raw.putBits(
          i, (type.isUnsigned() ? kept >>> (63 - high + low) : kept >> (63 - high + low)) << low);
    }
    byte[] encoded = codec.encode(raw.bytes());

    assertThat(encoded).hasSize(codec.output(input).bytes());
    assertThat(codec.decode(encoded, raw.bytes().length)).isEqualTo(raw.bytes());
    if (padding > 0 && high - low >= 7) { // Less than a number's bits are padding.
      assertThat(codec.decode(encoded)).isEqualTo(raw.bytes());
    }
  }
}
