package dev.zarrasync.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The header of a file of NumPy (numpy.lib.format) of elements in C order: of version 1.0, or of
 * 3.0 where that has no room or no letters for it.
 *
 * @param type the type of the elements
 * @param shape the array's size in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record NpyHeader(NumpyType type, long[] shape) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The length of the header is a multiple of it, for those who map the file. */
  private static final int ALIGNMENT = 64;

  byte[] toBytes() {
    String sizes =
        LongStream.of(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': %s, 'fortran_order': False, 'shape': (%s), }"
            .formatted(type.description(), sizes);
    byte[] description = text.getBytes(StandardCharsets.UTF_8);
    boolean isFirst = description.length == text.length() && text.length() < (1 << 16) - ALIGNMENT;
    int prefix = MAGIC.length + 2 + (isFirst ? Short.BYTES : Integer.BYTES);
    int length = (prefix + description.length + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = new byte[length];
    Arrays.fill(header, (byte) ' ');
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC);
    if (isFirst) {
      buffer.put((byte) 1).put((byte) 0).putShort((short) (length - prefix));
    } else {
      buffer.put((byte) 3).put((byte) 0).putInt(length - prefix);
    }
    buffer.put(description);
    header[length - 1] = '\n';
    return header;
  }
}
