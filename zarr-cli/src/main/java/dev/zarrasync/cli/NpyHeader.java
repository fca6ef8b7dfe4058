package dev.zarrasync.cli;

import com.bc.zarr.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The header of a file of NumPy (numpy.lib.format, version 1.0) of little-endian elements in C
 * order.
 *
 * @param type the type of the elements
 * @param shape the array's size in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record NpyHeader(DataType type, int[] shape) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The length of the header is a multiple of it, for those who map the file. */
  private static final int ALIGNMENT = 64;

  byte[] toBytes() {
    String order = type.name().endsWith("1") ? "|" : "<";
    String sizes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String description =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }"
            .formatted(order + type.name(), sizes);
    int prefix = MAGIC.length + Short.BYTES;
    int length = (prefix + description.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = new byte[length];
    Arrays.fill(header, (byte) ' ');
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) (length - prefix))
        .put(description.getBytes(StandardCharsets.US_ASCII));
    header[length - 1] = '\n';
    return header;
  }
}
