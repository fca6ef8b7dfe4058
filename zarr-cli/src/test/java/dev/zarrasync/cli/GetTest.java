package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of regions in each format. */
class GetTest {

  private final SampleData data;

  GetTest(@TempDir Path directory) throws Exception {
    data = SampleData.in(directory);
  }

  @Test
  void csvHasALineForEachRow() {
    assertThat(Run.text("get", data.image()))
        .isEqualTo("65530,65531,65532,65533\n65534,65535,65530,65531\n65532,65533,65534,65535\n");
  }

  @Test
  void aRegionIsPartOfTheArray() {
    assertThat(Run.text("get", data.image(), "1:3,1")).isEqualTo("65535\n65533\n");
  }

  @Test
  void aRegionReachesToTheEndUnlessItsShapeIsGiven() {
    assertThat(Run.text("get", data.image(), "2:,2:")).isEqualTo("65534,65535\n");
  }

  @Test
  void aTerminalShowsABarUnlessItIsNotWanted() {
    Run shown = Run.onTerminal("get", data.image());
    Run hidden = Run.onTerminal("get", data.image(), "--no-progress");
    assertThat(shown.err()).contains("get", "4/4 chunks");
    assertThat(shown.out()).isEqualTo(hidden.out());
    assertThat(hidden.err()).isEmpty();
  }

  @Test
  void rawIsLittleEndian() {
    byte[] raw = Run.succeeded("get", data.image(), "0,:3", "--format", "raw").bytes();
    assertThat(raw).containsExactly(0xfa, 0xff, 0xfb, 0xff, 0xfc, 0xff);
  }

  @Test
  void npyIsReadBackAsItWas(@TempDir Path target) throws Exception {
    Path file = target.resolve("image.npy");
    assertThat(Run.text("get", data.image(), "--format=npy", "-o", file.toString())).isEmpty();
    Npy npy = Npy.parse(Files.readAllBytes(file));
    assertThat(npy.description).contains("'descr': '<u2'", "'fortran_order': False", "(3, 4,)");
    assertThat(npy.values.remaining()).isEqualTo(24);
    for (int i = 0; i < 12; i++) {
      assertThat(Short.toUnsignedInt(npy.values.getShort())).isEqualTo(SampleData.FIRST + i % 6);
    }
  }

  @Test
  void aReadThatFailsLeavesNoFile(@TempDir Path target) throws Exception {
    Files.writeString(Path.of(data.image(), "1.1"), "no chunk");
    Path file = target.resolve("image.csv");
    assertThat(Run.of("get", data.image(), "-o", file.toString()).exitCode()).isEqualTo(1);
    assertThat(target).isEmptyDirectory();

    Files.writeString(file, "what was there");
    assertThat(Run.of("get", data.image(), "-o", file.toString()).exitCode()).isEqualTo(1);
    assertThat(file).hasContent("what was there");
    assertThat(target).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aFileIsReplacedWhereALinkLeads(@TempDir Path target) throws Exception {
    Path file = Files.writeString(target.resolve("image.csv"), "what was there");
    Path link = Files.createSymbolicLink(target.resolve("link"), file);
    assertThat(Run.text("get", data.image(), "0,0", "-o", link.toString())).isEmpty();
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("65530");
    assertThat(Run.text("get", data.image(), "0,0", "-o", "/dev/null")).isEmpty();
  }

  @Test
  void npyDescribesEachTypeAndShape() {
    assertThat(Npy.parse(new NpyHeader(DataType.f8, new int[] {5}).toBytes()).description.strip())
        .isEqualTo("{'descr': '<f8', 'fortran_order': False, 'shape': (5,), }");
    assertThat(Npy.parse(new NpyHeader(DataType.i1, new int[] {5}).toBytes()).description)
        .contains("'|i1'");
  }

  @Test
  void eachElementTypeIsWrittenLowestByteFirst() throws IOException {
    assertThat(bytes(new byte[] {1, -1})).containsExactly(1, 0xff);
    assertThat(bytes(new int[] {0x01020304})).containsExactly(4, 3, 2, 1);
    assertThat(bytes(new long[] {1})).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
    assertThat(bytes(new float[] {1})).containsExactly(0, 0, 0x80, 0x3f);
    assertThat(bytes(new double[] {1})).containsExactly(0, 0, 0, 0, 0, 0, 0xf0, 0x3f);
    assertThat(bytes(new short[20_001])).hasSize(40_002);
  }

  @Test
  void aRegionIsDividedAtTheBordersOfChunks() {
    List<Region> parts = new Region(new int[] {9, 4}, new int[] {3, 0}).divide(new int[] {4, 2}, 1);
    assertThat(parts).extracting(part -> part.offset()[0]).containsExactly(3, 4, 8);
    assertThat(parts).extracting(part -> part.shape()[0]).containsExactly(1, 4, 4);
    assertThat(parts).allSatisfy(part -> assertThat(part.shape()[1]).isEqualTo(4));
  }

  @Test
  void theChunksOfARegionAreCounted() {
    assertThat(new Region(new int[] {9, 4}, new int[] {3, 1}).countChunks(new int[] {4, 2}))
        .isEqualTo(9);
  }

  private static byte[] bytes(Object elements) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LittleEndianWriter(out).write(elements);
    return out.toByteArray();
  }

  /** As numpy.lib.format says of version 1.0. */
  private record Npy(String description, ByteBuffer values) {
    static Npy parse(byte[] file) {
      ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      byte[] magic = new byte[8];
      buffer.get(magic);
      assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
      byte[] description = new byte[buffer.getShort()];
      buffer.get(description);
      assertThat(buffer.position() % 64).isZero();
      assertThat(description).endsWith('\n');
      return new Npy(
          new String(description, StandardCharsets.US_ASCII),
          buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
    }
  }
}
