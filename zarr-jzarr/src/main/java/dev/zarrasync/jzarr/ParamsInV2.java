package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.Compressor;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.CompressorFactory.BloscCompressor;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrHeader;
import com.bc.zarr.ZarrUtils;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the parameters of JZarr say, as the header that JZarr writes of them. */
final class ParamsInV2 {

  private ParamsInV2() {}

  /**
   * Completes parameters as JZarr does, which shows them only to itself. They no longer change.
   *
   * @throws IllegalArgumentException if they describe no array
   */
  static ArrayParams.Params complete(ArrayParams params) {
    try {
      Method build = ArrayParams.class.getDeclaredMethod("build");
      build.setAccessible(true);
      return (ArrayParams.Params) build.invoke(params);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new LinkageError("JZarr cannot complete parameters", e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("JZarr completes parameters in another way", e);
    }
  }

  /** Writes the header: JSON in ASCII. */
  static byte[] header(ArrayParams.Params params) throws IOException {
    return isUsual(params) ? usual(params) : any(params);
  }

  private static boolean isUsual(ArrayParams.Params params) {
    Number fill = params.getFillValue();
    return params.getDataType() != null
        && fill != null
        && fill.getClass().getPackage() == Number.class.getPackage()
        && (isNone(params.getCompressor()) || params.getCompressor() instanceof BloscCompressor);
  }

  private static boolean isNone(@Nullable Compressor compressor) {
    return compressor == null || compressor == CompressorFactory.nullCompressor;
  }

  /** JZarr's JSON library, asked for objects, takes longer to load than an array to be created. */
  private static byte[] usual(ArrayParams.Params params) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      writeSizes(json, "chunks", params.getChunks());
      json.writeFieldName("compressor");
      if (params.getCompressor() instanceof BloscCompressor blosc) {
        write(json, blosc);
      } else {
        json.writeNull();
      }
      json.writeStringField("dtype", dtype(params.getDataType(), params.getByteOrder()));
      json.writeObjectField("fill_value", params.getFillValue());
      json.writeNullField("filters");
      json.writeStringField("order", "C");
      writeSizes(json, "shape", params.getShape());
      String separator = params.getDimensionSeparator().getSeparatorChar();
      json.writeStringField("dimension_separator", separator);
      json.writeNumberField("zarr_format", 2);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeSizes(JsonGenerator json, String name, int[] sizes) throws IOException {
    json.writeFieldName(name);
    json.writeArray(sizes, 0, sizes.length);
  }

  private static void write(JsonGenerator json, BloscCompressor blosc) throws IOException {
    json.writeStartObject();
    json.writeNumberField("clevel", blosc.getClevel());
    json.writeNumberField("blocksize", blosc.getBlocksize());
    json.writeNumberField("shuffle", blosc.getShuffle());
    json.writeStringField("cname", blosc.getCname());
    json.writeStringField("id", blosc.getId());
    json.writeEndObject();
  }

  /** A single byte has no order. Where none is given, it is that of the system. */
  private static String dtype(DataType type, @Nullable ByteOrder given) {
    ByteOrder order = given == null ? ByteOrder.nativeOrder() : given;
    String name = type.toString();
    return (name.endsWith("1") ? "|" : order == ByteOrder.BIG_ENDIAN ? ">" : "<") + name;
  }

  /** JZarr checks and writes what it alone knows, such as a compressor of one's own. */
  private static byte[] any(ArrayParams.Params params) throws IOException {
    ZarrArray array = ZarrArray.create(params.toBuilder()); // In memory.
    ZarrHeader header =
        new ZarrHeader(
            array.getShape(),
            array.getChunks(),
            array.getDataType().toString(),
            array.getByteOrder(),
            array.getFillValue(),
            array.getCompressor(),
            array.getDimensionSeparator().getSeparatorChar());
    StringWriter json = new StringWriter();
    ZarrUtils.toJson(header, json, true);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
