package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.ZarrArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zarrasync.hierarchy.NewArray;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parameters of JZarr say, as an array of Zarr v3. */
final class ParamsInV3 {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParamsInV3() {}

  static NewArray of(ArrayParams params, @Nullable Map<String, Object> attributes)
      throws IOException {
    ZarrArray array = ZarrArray.create(params); // In memory.
    String name = array.getDataType().name();
    int size = Character.digit(name.charAt(1), 10);
    NewArray description =
        NewArray.of(kind(name) + 8 * size, Arrays.stream(array.getShape()).asLongStream().toArray())
            .chunks(array.getChunks())
            .fillValue(array.getFillValue())
            .separator(array.getDimensionSeparator().getSeparatorChar())
            .codecs(codecs(array, size));
    return attributes == null ? description : description.attributes(attributes);
  }

  /** JZarr names the kind and the bytes, Zarr v3 the bits. */
  private static String kind(String name) {
    return switch (name.charAt(0)) {
      case 'f' -> "float";
      case 'u' -> "uint";
      default -> "int";
    };
  }

  private static List<Map<String, ?>> codecs(ZarrArray array, int size) {
    boolean isBig = array.getByteOrder() == ByteOrder.BIG_ENDIAN;
    List<Map<String, ?>> codecs = new ArrayList<>();
    codecs.add(NewArray.codec("bytes", Map.of("endian", isBig ? "big" : "little")));
    Compressor compressor = array.getCompressor();
    JsonNode options = JSON.valueToTree(compressor);
    String id = String.valueOf(compressor.getId());
    switch (id) {
      case "null" -> {}
      // Zarr v3 has the compression of zlib in this form.
      case "zlib" ->
          codecs.add(NewArray.codec("gzip", Map.of("level", options.path("level").asInt())));
      case "blosc" -> codecs.add(blosc(options, size));
      default -> codecs.add(NewArray.codec(id, Map.of())); // One's own is refused by its name.
    }
    return codecs;
  }

  private static Map<String, ?> blosc(JsonNode options, int typesize) {
    String shuffle =
        switch (options.path("shuffle").asInt()) {
          case 0 -> "noshuffle";
          case 2 -> "bitshuffle";
          default -> "shuffle";
        };
    return NewArray.codec(
        "blosc",
        Map.of(
            "cname",
            options.path("cname").asText(),
            "clevel",
            options.path("clevel").asInt(),
            "shuffle",
            shuffle,
            "typesize",
            typesize,
            "blocksize",
            options.path("blocksize").asInt()));
  }
}
