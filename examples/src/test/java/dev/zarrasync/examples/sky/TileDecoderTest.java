package dev.zarrasync.examples.sky;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TileDecoderTest {

  private static final Cell CELL = new Cell(3, 7);

  private final TileDecoder decoder = new TileDecoder(4);

  @Test
  void aTileComesWithItsMeta() throws Exception {
    byte[] png = encode("png", image(BufferedImage.TYPE_INT_RGB, 0x123456));

    Tile tile = decoder.decode(CELL, "key", png, "\"1\"");

    assertThat(tile.cell()).isEqualTo(CELL);
    assertThat(tile.meta())
        .isEqualTo(new TileMeta("key", png.length, "\"1\"", tile.meta().texts()));
    assertThat(tile.pixels().getRGB(1, 2)).isEqualTo(0xff123456);
  }

  @Test
  void transparencyStays() throws Exception {
    byte[] png = encode("png", image(BufferedImage.TYPE_INT_ARGB, 0x40102030));

    assertThat(decoder.decode(CELL, "key", png, null).pixels().getRGB(0, 0)).isEqualTo(0x40102030);
  }

  @Test
  void greyIsNotBrightened() throws Exception {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 2, 0, 0x50);

    assertThat(decode("png", image).getRGB(1, 2)).isEqualTo(0xff505050);
    assertThat(decode("png", image).getRGB(2, 1)).isEqualTo(0xff000000);
  }

  @Test
  void ofFineGreyTheUpperBitsCount() throws Exception {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(1, 2, 0, 0x50ff);

    assertThat(decode("png", image).getRGB(1, 2)).isEqualTo(0xff505050);
  }

  @Test
  void jpegIsDecodedToo() throws Exception {
    int argb = decode("jpg", image(BufferedImage.TYPE_INT_RGB, 0x808080)).getRGB(3, 3);

    assertThat(argb >>> 24).isEqualTo(0xff);
    assertThat(argb & 0xff).isBetween(0x7c, 0x84);
  }

  @Test
  void aTileOfAnotherSizeIsAnError() throws Exception {
    byte[] png = encode("png", new BufferedImage(4, 5, BufferedImage.TYPE_INT_RGB));

    assertThatThrownBy(() -> decoder.decode(CELL, "key", png, null))
        .hasMessage("4 x 5 pixels instead of 4 x 4");
  }

  @Test
  void aPageInPlaceOfATileIsAnError() {
    assertThatThrownBy(() -> decoder.decode(CELL, "key", "<html>".getBytes(UTF_8), null))
        .hasMessage("neither PNG nor JPEG");
  }

  private BufferedImage decode(String format, BufferedImage image) throws IOException {
    return decoder.decode(CELL, "key", encode(format, image), null).pixels();
  }

  private static BufferedImage image(int type, int argb) {
    BufferedImage image = new BufferedImage(4, 4, type);
    for (int i = 0; i < 16; i++) {
      image.setRGB(i % 4, i / 4, argb);
    }
    return image;
  }

  private static byte[] encode(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }
}
