package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as a chunk: they are decoded to the length that the metadata says, or refused with an
 * {@link IOException}, whether they come as a whole or in parts.
 */
class CodecFuzzTest {

  private static final int SIZE = 4000;
  private static final int MOST = 1 << 16;
  private static final int ELEMENT = 4;

  @FuzzTest
  void uncompressed(byte[] chunk) {
    decodeOrRefuse(Codecs.none(), chunk, SIZE);
  }

  @FuzzTest
  void zlib(byte[] chunk) {
    decodeOrRefuse(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void gzip(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "gzip"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void lz4(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "lz4"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void zstd(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "zstd"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void zstdInJava(byte[] chunk) throws Exception {
    byte[] raw = new byte[SIZE];
    try {
      assertThat(ZstdCodec.decodeInJava(chunk, raw)).isBetween(0L, (long) SIZE);
    } catch (CorruptChunkException e) {
      assertThat(e).hasMessageContaining("zstd");
    }
  }

  @FuzzTest
  void bz2(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "bz2"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void lzma(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "lzma"), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void lzmaAlone(byte[] chunk) {
    decodeOrRefuse(Codecs.of(Map.of("id", "lzma", "format", 2), ELEMENT), chunk, SIZE);
  }

  @FuzzTest
  void lzmaRaw(byte[] chunk) {
    var filters = List.of(Map.of("id", 3, "dist", 4), Map.of("id", 4), Map.of("id", 33));
    decodeOrRefuse(
        Codecs.of(Map.of("id", "lzma", "format", 3, "filters", filters), ELEMENT), chunk, SIZE);
  }

  /** Codecs that are not told how long the raw chunk is. */
  @FuzzTest
  void compressedToAnyLength(byte[] chunk) {
    for (String id : List.of("blosc", "gzip", "lz4", "zlib", "zstd")) {
      decodeOrRefuse(Codecs.of(Map.of("id", id), ELEMENT), chunk);
    }
  }

  @FuzzTest
  void checksums(byte[] chunk) {
    for (String id : List.of("adler32", "crc32", "crc32c", "fletcher32", "jenkins_lookup3")) {
      decodeOrRefuse(Codecs.of(Map.of("id", id), ELEMENT), chunk);
      decodeOrRefuse(Codecs.of(Map.of("id", id), ELEMENT), chunk, SIZE);
    }
  }

  @FuzzTest
  void numbers(byte[] chunk) {
    Elements doubles = new Elements(NumberType.DOUBLE.type(), new int[] {SIZE / 8});
    for (Codec codec :
        List.of(
            Codecs.of("delta", Map.of("astype", "<i2"), doubles),
            Codecs.of("astype", Map.of("encode_dtype", "<f2"), doubles),
            Codecs.of("fixedscaleoffset", Map.of("offset", 0.1, "scale", 0), doubles),
            Codecs.of("quantize", Map.of("digits", 3, "astype", "<f4"), doubles),
            Codecs.of("shuffle", Map.of("elementsize", 7), doubles),
            Codecs.of("bitround", Map.of("keepbits", 3), doubles),
            Codecs.ofV3("cast_value", Map.of("data_type", "float16"), doubles),
            Codecs.ofV3("cast_value", Map.of("data_type", "uint64"), doubles),
            Codecs.ofV3("scale_offset", Map.of("scale", "NaN"), doubles))) {
      decodeOrRefuse(codec, chunk);
      decodeOrRefuse(codec, chunk, SIZE);
    }
  }

  @FuzzTest
  void packedBits(byte[] chunk) {
    Elements booleans = new Elements(NumberType.of("|b1").type(), new int[] {SIZE});
    decodeOrRefuse(Codecs.of("packbits", Map.of(), booleans), chunk);
    decodeOrRefuse(Codecs.of("packbits", Map.of(), booleans), chunk, SIZE);
    Elements integers = new Elements(NumberType.of("<i4").type(), new int[] {SIZE / 4});
    var bits = Map.of("first_bit", 3, "last_bit", 28, "padding_encoding", "last_byte");
    decodeOrRefuse(Codecs.ofV3("packbits", bits, integers), chunk);
    decodeOrRefuse(Codecs.ofV3("packbits", bits, integers), chunk, SIZE);
  }

  @FuzzTest
  void strings(byte[] chunk) {
    DataType type = new DataType(DataType.Kind.STRING, 0, ByteOrder.LITTLE_ENDIAN);
    Elements any = new Elements(type, new int[0]);
    Elements six = new Elements(type, new int[] {2, 3});
    decodeOrRefuse(Codecs.of("vlen-utf8", Map.of(), any), chunk);
    decodeOrRefuse(Codecs.of("vlen-array", Map.of("dtype", "<i4"), any), chunk);
    decodeOrRefuse(Codecs.of("categorize", Map.of("labels", List.of("a", "bc")), any), chunk);
    decodeOrRefuse(Codecs.ofV3("transpose", Map.of("order", List.of(1, 0)), six), chunk);
  }

  @FuzzTest
  void bloscInJava(byte[] chunk) {
    decodeOrRefuse(blosc(JavaBlosc.INSTANCE), chunk, announced(chunk));
  }

  @FuzzTest
  void bloscInNativeCode(byte[] chunk) {
    decodeOrRefuse(blosc(new NativeBlosc(JavaBlosc.INSTANCE)), chunk, announced(chunk));
  }

  @FuzzTest
  void zlibThatBytesFollow(byte[] chunk) throws Exception {
    ignoresWhatFollows(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void bloscThatBytesFollow(byte[] chunk) throws Exception {
    ignoresWhatFollows(blosc(new NativeBlosc(JavaBlosc.INSTANCE)), chunk, announced(chunk));
  }

  @FuzzTest
  void uncompressedInParts(byte[] chunk) throws Exception {
    decodeInParts(Codecs.none(), chunk, SIZE);
  }

  @FuzzTest
  void zlibInParts(byte[] chunk) throws Exception {
    decodeInParts(Codecs.zlib(1), chunk, SIZE);
  }

  @FuzzTest
  void bloscInParts(byte[] chunk) throws Exception {
    decodeInParts(blosc(JavaBlosc.INSTANCE), chunk, announced(chunk));
  }

  @FuzzTest
  void shard(byte[] chunk) {
    Map<String, ?> options =
        Map.of("chunk_shape", List.of(2, 3), "codecs", List.of("zlib"), "index_codecs", List.of(1));
    DataType type = new DataType(DataType.Kind.SIGNED, ELEMENT, ByteOrder.LITTLE_ENDIAN);
    ShardCodec codec =
        new ShardCodec(
            options,
            new Elements(type, new int[] {4, 6}),
            new byte[ELEMENT],
            (codecs, input) -> codecs.contains("zlib") ? Codecs.zlib(1) : Codecs.none());
    decodeOrRefuse(codec, chunk, 4 * 6 * ELEMENT);
  }

  /** The lengths of the parts come from the bytes as well, so that each input has the same. */
  private static void decodeInParts(Codec codec, byte[] chunk, int size) throws Exception {
    var lengths = DecodedParts.lengths(Arrays.hashCode(chunk), 1 + chunk.length / 3);
    Object whole = DecodedParts.outcome(() -> codec.decode(chunk, size));
    Object inParts =
        DecodedParts.outcome(() -> DecodedParts.decode(codec, chunk, size, lengths, ELEMENT));
    assertThat(inParts).isEqualTo(whole);
  }

  private static void ignoresWhatFollows(Codec codec, byte[] chunk, int size) throws IOException {
    byte[] raw;
    try {
      raw = codec.decode(chunk, size);
    } catch (CorruptChunkException e) {
      return;
    }
    assertThat(codec.decode(Arrays.copyOf(chunk, chunk.length + 9), size)).isEqualTo(raw);
  }

  private static Codec blosc(BloscEngine engine) {
    return new BloscCodec(new BloscOptions("lz4", 5, 1, 0, ELEMENT), engine);
  }

  /** The length that a Blosc header announces, as if the metadata said the same. */
  private static int announced(byte[] chunk) {
    int nbytes = chunk.length < BloscHeader.LENGTH ? SIZE : LittleEndian.getInt(chunk, 4);
    return Math.floorMod(nbytes, MOST);
  }

  private static void decodeOrRefuse(Codec codec, byte[] chunk) {
    try {
      assertThat(codec.decode(chunk)).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void decodeOrRefuse(Codec codec, byte[] chunk, int size) {
    try {
      assertThat(codec.decode(chunk, size)).hasSize(size);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    int[] taken = new int[1];
    try {
      codec.decode(chunk, size, (position, bytes, start, length) -> taken[0] += length);
      assertThat(taken[0]).isEqualTo(size);
    } catch (IOException e) {
      assertThat(taken[0]).isLessThanOrEqualTo(size);
    }
  }
}
