package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.codec.DataType.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChainTest {

  private static final List<Map<String, ?>> ANY =
      List.of(
          Map.of("id", "adler32"),
          Map.of("id", "blosc"),
          Map.of("id", "crc32", "location", "end"),
          Map.of("id", "delta", "dtype", "|u1"),
          Map.of("id", "gzip"),
          Map.of("id", "lz4"),
          Map.of("id", "shuffle", "elementsize", 1),
          Map.of("id", "zlib"),
          Map.of("id", "zstd"));

  private static final Elements NUMBERS =
      new Elements(NumberType.of("<i4").type(), new int[] {10, 100});

  private static Codec chain(Elements raw, List<Map<String, ?>> configurations) {
    List<Codec> codecs = new ArrayList<>();
    Elements input = raw;
    for (Map<String, ?> configuration : configurations) {
      Codec codec = Codecs.of(String.valueOf(configuration.get("id")), configuration, input);
      codecs.add(codec);
      input = codec.output(input);
    }
    return Codecs.chain(raw, codecs);
  }

  @Property(tries = 60)
  void anyCodecsFollowEachOther(
      @ForAll @Size(max = 5) List<@IntRange(max = 8) Integer> which, @ForAll long seed)
      throws Exception {
    Codec chain = chain(NUMBERS, which.stream().map(ANY::get).toList());
    byte[] raw = RawChunks.smooth(4000, 1 + (int) (seed & 3));
    byte[] encoded = chain.encode(raw);

    assertThat(chain.decode(encoded, 4000)).isEqualTo(raw);
    assertThat(chain.decode(encoded)).isEqualTo(raw);
    assertThat(chain.output(NUMBERS).bytes()).isIn(encoded.length, Elements.UNKNOWN);
    for (int i = 0; i < encoded.length; i += 1 + encoded.length / 50) {
      byte[] damaged = encoded.clone();
      damaged[i] ^= 16;
      DecodedParts.outcome(() -> chain.decode(damaged, 4000));
      DecodedParts.outcome(() -> chain.decode(Arrays.copyOf(encoded, encoded.length / 2), 4000));
    }
  }

  @Test
  void filtersChangeWhatTheCompressorIsGiven() throws Exception {
    Codec chain =
        chain(
            NUMBERS,
            List.of(
                Map.of("id", "delta", "dtype", "<i4", "astype", "<i2"),
                Map.of("id", "blosc", "cname", "lz4")));

    byte[] raw = RawChunks.smooth(4000, 4);
    for (int i = 2; i < 4000; i += 4) { // Differences of 2 bytes at most.
      raw[i] = 0;
      raw[i + 1] = 0;
    }
    byte[] encoded = chain.encode(raw);

    assertThat(chain.decode(encoded, 4000)).isEqualTo(raw);
    BloscHeader header = BloscHeader.read(encoded, 2000);
    assertThat(header.typesize()).isEqualTo(2);
  }

  @Test
  void whatChangesNothingLeavesChunksAsTheyAre() {
    Codec bytes = Codecs.ofV3("bytes", Map.of("endian", "little"), NUMBERS);
    Codec transpose = Codecs.ofV3("transpose", Map.of("order", List.of(0, 1)), NUMBERS);
    Codec zstd = Codecs.ofV3("zstd", Map.of(), NUMBERS);

    assertThat(Codecs.chain(NUMBERS, List.of(transpose, bytes)).isIdentity()).isTrue();
    assertThat(Codecs.chain(NUMBERS, List.of(transpose, bytes, zstd))).isSameAs(zstd);
  }

  @Test
  void stringsHaveNoLengthThatIsKnown() throws Exception {
    Elements strings =
        new Elements(new DataType(Kind.STRING, 0, ByteOrder.LITTLE_ENDIAN), new int[] {2});
    Codec chain =
        Codecs.chain(
            strings,
            List.of(
                Codecs.ofV3("vlen-utf8", Map.of(), strings),
                Codecs.ofV3("zstd", Map.of(), Elements.UNKNOWN_BYTES),
                Codecs.ofV3("crc32c", Map.of(), Elements.UNKNOWN_BYTES)));
    byte[] raw = {2, 0, 0, 0, 1, 0, 0, 0, 'a', 0, 0, 0, 0};
    byte[] encoded = chain.encode(raw);

    assertThat(chain.decode(encoded)).isEqualTo(raw);
    assertThat(chain.output(strings).bytes()).isEqualTo(Elements.UNKNOWN);
    encoded[5]++;
    assertThatThrownBy(() -> chain.decode(encoded))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("crc32c");
  }
}
