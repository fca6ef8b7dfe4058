package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers of created arrays are those that JZarr writes. */
class ParamsInV2Test {

  private static final JsonMapper JSON = new JsonMapper();

  private final MemoryStore store = new MemoryStore();

  private static List<@Nullable Compressor> compressors() {
    List<@Nullable Compressor> all = new ArrayList<>();
    all.add(null);
    all.add(CompressorFactory.nullCompressor);
    all.add(CompressorFactory.createDefaultCompressor());
    all.add(CompressorFactory.create("blosc", "cname", "zstd", "clevel", 9, "shuffle", 2));
    all.add(CompressorFactory.create("blosc", "blocksize", 65_536, "shuffle", 0));
    all.add(CompressorFactory.create("zlib", "level", 3));
    return all;
  }

  private String stored(String path) {
    Fetched fetched = store.get(path + "/.zarray").join();
    return new String(((Fetched.Found) fetched).bytes(), US_ASCII);
  }

  private String ofJZarr(ArrayParams params) throws Exception {
    MemoryStore other = new MemoryStore();
    ZarrArray.create(new StockJZarr(other), params);
    return new String(((Fetched.Found) other.get(".zarray").join()).bytes(), US_ASCII);
  }

  @ParameterizedTest
  @EnumSource
  void aHeaderIsTheOneThatJZarrWrites(DataType type) throws Exception {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN, null}) {
      for (DimensionSeparator separator : DimensionSeparator.values()) {
        for (Compressor compressor : compressors()) {
          ArrayParams params =
              new ArrayParams()
                  .shape(5, 0, 1_000)
                  .dataType(type)
                  .byteOrder(order)
                  .dimensionSeparator(separator)
                  .compressor(compressor);
          JZarrs.createArray(store, "a", params);
          assertThat(JSON.readTree(stored("a"))).isEqualTo(JSON.readTree(ofJZarr(params)));
        }
      }
    }
  }

  @Test
  void aFillValueIsWrittenAsJZarrWritesIt() throws Exception {
    for (Number fill :
        new Number[] {
          0, -7L, (byte) 1, (short) 2, 1.5, 0.1f, 1e300, Double.NaN, -1 / 0.0, 1 / 0f
        }) {
      ArrayParams params =
          new ArrayParams().shape(4).dataType(DataType.f8).fillValue(fill).compressor(null);
      ZarrArray array = JZarrs.createArray(store, "a", params);
      assertThat(stored("a")).isEqualTo(ofJZarr(params));
      assertThat(array.getFillValue()).isEqualTo(fill);
    }
  }

  @Test
  void whatDescribesNoArrayIsRefusedAsJZarrDoes() {
    ArrayParams none = new ArrayParams();
    ArrayParams oneTooMany = new ArrayParams().shape(4).chunks(2, 2);

    for (ArrayParams params : List.of(none, oneTooMany)) {
      Throwable refusal = catchThrowable(() -> ofJZarr(params));
      assertThatThrownBy(() -> JZarrs.createArray(store, "a", params))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(refusal.getMessage());
    }
  }

  @Test
  void parametersMayBeChangedOnceTheArrayIsCreated() throws Exception {
    ArrayParams params = new ArrayParams().shape(4).dataType(DataType.i4).fillValue(7);
    ZarrArray array = JZarrs.createArray(store, "a", params);
    String before = array.toString();
    params.shape(8, 8).dataType(DataType.f8).fillValue(1.5).compressor(null);

    assertThat(array).hasToString(before);
    assertThat(array.getFillValue()).isEqualTo(7);
    assertThat(before).contains("store=JZarrStore", "i4").doesNotContain("f8");
  }
}
