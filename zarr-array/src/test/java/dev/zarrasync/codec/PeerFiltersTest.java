package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.codec.DataType.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chunks that numcodecs and zarr-python encoded, by {@code filters.py} and {@code v3.py} beside
 * them: the same bytes come out, both ways, and what is damaged is an {@link IOException} at most.
 */
class PeerFiltersTest {

  private static final List<String> FILES =
      List.of(
          "astype-0",
          "astype-1",
          "astype-2",
          "astype-3",
          "bitround",
          "cast_value",
          "checksums",
          "delta",
          "fixedscaleoffset",
          "packbits",
          "quantize",
          "scale_offset",
          "shuffle",
          "strings",
          "transpose");

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream json =
          PeerFiltersTest.class.getResourceAsStream("numcodecs/" + file + ".json")) {
        for (JsonNode node : new ObjectMapper().readTree(json)) {
          cases.add(new Case(node));
        }
      }
    }
    return cases.stream();
  }

  /** What a peer encoded. */
  record Case(JsonNode json) {

    @SuppressWarnings("unchecked")
    Codec codec() {
      var configuration =
          (Map<String, ?>) new ObjectMapper().convertValue(json.get("configuration"), Map.class);
      String name = json.get("codec").asText();
      return json.get("format").asInt() == 3
          ? Codecs.ofV3(name, configuration, elements())
          : Codecs.of(name, configuration, elements());
    }

    Elements elements() {
      int[] shape = new ObjectMapper().convertValue(json.get("shape"), int[].class);
      return new Elements(type(json.get("type").asText()), shape);
    }

    private static DataType type(String name) {
      ByteOrder order = name.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      if (name.equals("string") || name.equals("bytes")) {
        return new DataType(name.equals("string") ? Kind.STRING : Kind.BYTES, 0, order);
      }
      return name.charAt(1) == 'U'
          ? new DataType(Kind.FIXED_STRING, 4 * Integer.parseInt(name.substring(2)), order)
          : NumberType.of(name).type();
    }

    byte[] bytes(String field) {
      return Base64.getDecoder().decode(json.get(field).asText());
    }

    byte[] decoded() {
      return bytes(json.has("decoded") ? "decoded" : "raw");
    }

    @Override
    public String toString() {
      return "%s %s of %s"
          .formatted(
              json.get("codec").asText(), json.get("configuration"), json.get("type").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decodesToTheSame(Case peer) throws Exception {
    byte[] decoded = peer.decoded();

    assertThat(peer.codec().decode(peer.bytes("encoded"), decoded.length)).isEqualTo(decoded);
    assertThat(peer.codec().decode(peer.bytes("encoded"))).isEqualTo(decoded);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void encodesToTheSame(Case peer) throws Exception {
    assertThat(peer.codec().encode(peer.bytes("raw"))).isEqualTo(peer.bytes("encoded"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void knowsWhatItMakes(Case peer) {
    int known = peer.codec() instanceof VlenCodec ? Elements.UNKNOWN : peer.bytes("encoded").length;

    assertThat(peer.codec().output(peer.elements()).bytes()).isEqualTo(known);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void damageIsAnIOExceptionOrAValue(Case peer) {
    byte[] encoded = peer.bytes("encoded");
    for (int i = 0; i < encoded.length; i++) {
      byte[] damaged = encoded.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      decodeOrRefuse(peer, damaged);
      decodeOrRefuse(peer, Arrays.copyOf(encoded, i));
    }
    decodeOrRefuse(peer, Arrays.copyOf(encoded, encoded.length + 1));
  }

  private static void decodeOrRefuse(Case peer, byte[] encoded) {
    int size = peer.decoded().length;
    try {
      assertThat(peer.codec().decode(encoded, size)).hasSize(size);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(peer.codec().decode(encoded)).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void checksumsFindEveryDamage() throws Exception {
    for (Case peer : cases().filter(peer -> peer.codec() instanceof ChecksumCodec).toList()) {
      byte[] encoded = peer.bytes("encoded");
      for (int i = 0; i < encoded.length; i++) {
        byte[] damaged = encoded.clone();
        damaged[i] ^= 4;
        assertThat(DecodedParts.outcome(() -> peer.codec().decode(damaged)))
            .isEqualTo(CorruptChunkException.class);
      }
    }
  }
}
