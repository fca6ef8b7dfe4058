package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A file of NumPy, as numpy.lib.format says of versions 1.0 and 3.0. */
record Npy(String description, ByteBuffer values) {

  static Npy parse(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[6];
    buffer.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y');
    int version = buffer.getShort();
    assertThat(version).isIn(1, 3);
    byte[] description = new byte[version == 1 ? buffer.getShort() : buffer.getInt()];
    buffer.get(description);
    assertThat(buffer.position() % 64).isZero();
    assertThat(description).endsWith('\n');
    String text =
        new String(description, version == 1 ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8);
    return new Npy(text, buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
  }
}
