package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShardCodecTest {

  private static final DataType TYPE =
      new DataType(DataType.Kind.SIGNED, 2, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] FILL = {7, 0};

  private static Codec chain(List<?> codecs, Elements input) {
    List<Codec> made =
        codecs.stream()
            .map(name -> name instanceof Map<?, ?> ? Codecs.none() : codec(name, input))
            .toList();
    return Codecs.chain(input, made);
  }

  private static Codec codec(Object name, Elements input) {
    return name.equals("none") ? Codecs.none() : Codecs.of((String) name, Map.of(), input);
  }

  private static ShardCodec codec(Map<String, ?> changed, int... shard) {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("chunk_shape", List.of(2, 3));
    configuration.put("codecs", List.of("zlib"));
    configuration.put("index_codecs", List.of("none"));
    configuration.putAll(changed);
    return new ShardCodec(configuration, new Elements(TYPE, shard), FILL, ShardCodecTest::chain);
  }

  private static byte[] raw(int... shape) {
    byte[] raw = new byte[2 * Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    ByteBuffer elements = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    for (short i = 0; elements.hasRemaining(); i++) {
      elements.putShort(i);
    }
    return raw;
  }

  @Property(tries = 100)
  void whatIsEncodedIsDecoded(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 3) Integer> inner,
      @ForAll @Size(value = 4) List<@IntRange(min = 1, max = 3) Integer> times,
      @ForAll boolean isIndexFirst,
      @ForAll long seed)
      throws Exception {
    int[] shard = new int[inner.size()];
    Arrays.setAll(shard, i -> inner.get(i) * times.get(i));
    ShardCodec codec =
        codec(
            Map.of("chunk_shape", inner, "index_location", isIndexFirst ? "start" : "end"), shard);
    byte[] raw = raw(shard);
    Random random = new Random(seed);
    for (int i = 0; i < raw.length; i += 2) {
      raw[i] = random.nextInt(3) == 0 ? 9 : FILL[0];
      raw[i + 1] = 0;
    }

    assertThat(codec.decode(codec.encode(raw), raw.length)).isEqualTo(raw);
  }

  @Test
  void anInnerChunkIsWhereTheIndexSays() throws Exception {
    ShardCodec codec = codec(Map.of("codecs", List.of("none")), 4, 6);
    byte[] raw = raw(4, 6);
    byte[] encoded = codec.encode(raw);
    int start = encoded.length - codec.indexLength();
    ShardIndex index =
        codec.index(Arrays.copyOfRange(encoded, start, encoded.length), encoded.length);

    assertThat(index.count()).isEqualTo(4);
    int from = (int) index.offset(3);
    ByteBuffer last =
        ByteBuffer.wrap(encoded, from, (int) index.length(3)).order(ByteOrder.LITTLE_ENDIAN);
    short[] elements = new short[6];
    last.asShortBuffer().get(elements);
    assertThat(elements).containsExactly(15, 16, 17, 21, 22, 23);
  }

  @Test
  void whatHasTheFillValueEverywhereIsNotStored() throws Exception {
    ShardCodec codec = codec(Map.of(), 4, 3);
    byte[] raw = raw(4, 3);
    for (int i = 0; i < 12; i++) {
      raw[i] = FILL[i % 2];
    }
    byte[] encoded = codec.encode(raw);
    int start = encoded.length - codec.indexLength();
    ShardIndex index =
        codec.index(Arrays.copyOfRange(encoded, start, encoded.length), encoded.length);

    assertThat(index.isStored(0)).isFalse();
    assertThat(index.isStored(1)).isTrue();
    assertThat(codec.decode(encoded, raw.length)).isEqualTo(raw);
  }

  @Test
  void anIndexThatPointsOutsideOfTheShardIsAnError() throws Exception {
    ShardCodec codec = codec(Map.of(), 2, 3);
    byte[] encoded = codec.encode(raw(2, 3));
    int entry = encoded.length - codec.indexLength();
    for (long[] wrong :
        new long[][] {
          {encoded.length, 1},
          {0, encoded.length + 1L},
          {-1, 1},
          {1, -1},
          {Long.MAX_VALUE, Long.MAX_VALUE},
          {Long.MIN_VALUE, 1},
          {1, Long.MIN_VALUE}
        }) {
      byte[] damaged = encoded.clone();
      ByteBuffer.wrap(damaged)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(entry, wrong[0])
          .putLong(entry + 8, wrong[1]);
      assertThatThrownBy(() -> codec.decode(damaged, 12))
          .isInstanceOf(CorruptChunkException.class)
          .hasMessageStartingWith("The shard's index has inner chunk 0 at byte ");
    }
  }

  @Test
  void aShardWithoutItsIndexIsAnError() throws Exception {
    ShardCodec codec = codec(Map.of(), 2, 3);
    byte[] encoded = codec.encode(raw(2, 3));
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> codec.decode(cut, 12)).isInstanceOf(CorruptChunkException.class);
    }
  }

  @Test
  void whatIsNoDivisionIsNamed() {
    assertThatThrownBy(() -> codec(Map.of(), 4, 4))
        .hasMessage("The inner chunk_shape [2, 3] does not divide the shard's [4, 4]");
    assertThatThrownBy(() -> codec(Map.of("chunk_shape", List.of(2)), 4, 6))
        .hasMessageContaining("chunk_shape [2]");
    assertThatThrownBy(() -> codec(Map.of("chunk_shape", List.of(2, 1.5)), 4, 6))
        .hasMessageContaining("chunk_shape [2, 1.5]");
    assertThatThrownBy(() -> codec(Map.of("index_codecs", List.of("zlib")), 4, 6))
        .hasMessage("The index_codecs [zlib] do not give indices of one length");
    assertThatThrownBy(() -> codec(Map.of("codecs", List.of()), 4, 6))
        .hasMessage("The codecs of sharding_indexed must be a list of codecs but are []");
    assertThatThrownBy(() -> codec(Map.of("index_location", "middle"), 4, 6))
        .hasMessage("The index_location must be \"start\" or \"end\" but is middle");
  }
}
