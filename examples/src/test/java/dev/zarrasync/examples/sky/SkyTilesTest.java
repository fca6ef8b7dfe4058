package dev.zarrasync.examples.sky;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.testing.WebServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkyTilesTest {

  private final Scene scene = new Scene(SmallSurvey.FIELD, 2, 8, Duration.ofMinutes(1));
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(text, true, UTF_8);

  @Test
  void theImageOfManyAtOnceEqualsThatOfOneByOne(@TempDir Path directory) throws Exception {
    Comparison comparison = new Comparison(scene, 32, Duration.ofMillis(5), out);

    List<ServedReading> served = comparison.run();

    assertThat(comparison.report(served)).isTrue();
    List<Reading> readings = served.stream().map(ServedReading::reading).toList();
    assertThat(readings).extracting(Reading::way).containsExactly("one by one", "8 at once");
    assertThat(served)
        .allSatisfy(s -> assertThat(s.requests()).isEqualTo(s.reading().image().tiles().size()));
    assertThat(served.get(0).connections()).isEqualTo(1);
    assertThat(served.get(1).connections()).isBetween(1, 8);
    assertThat(text.toString(UTF_8)).contains("equal, byte for byte");
    assertThat(text.toString(UTF_8).lines()).allMatch(line -> line.length() <= 100);

    Path plot = directory.resolve("usage.png");
    UsagePlot.save(readings, plot);
    BufferedImage image = ImageIO.read(plot.toFile());
    assertThat(image.getWidth()).isEqualTo(1120);
    assertThat(image.getHeight()).isEqualTo(640);
  }

  @Test
  void paintsASurveyOfYours(@TempDir Path directory) throws Exception {
    Path survey = Path.of(SkyTilesTest.class.getResource("reproject").toURI());
    Path file = directory.resolve("sky.png");

    SkyTiles.main(new String[] {survey.toString(), "100", "30", "10", "3", file.toString(), "2"});

    assertThat(ImageIO.read(file.toFile()).getRGB(500, 500) & 0xff).isEqualTo(200);
    assertThat(Files.readAllLines(Path.of(file + ".tsv")))
        .startsWith("order\tnpix\tkey\tbytes\tetag\theader")
        .anyMatch(line -> line.startsWith("3\t104\tNorder3/Dir0/Npix104.png\t279\t"));
  }

  @Test
  void aSurveyMayBeAUrl(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("sky.png");
    SyntheticSurvey survey = new SyntheticSurvey(2, 32);
    SkyImage image = new SkyImage(SmallSurvey.FIELD, 2, 32);
    try (WebServer server = WebServer.start(WebServer.Speaks.HTTP_1_1)) {
      survey.write(image.tiles(), (key, bytes) -> server.put("/survey/" + key, bytes));

      SkyTiles.main(
          new String[] {server.url() + "/survey", "90", "41", "50", "2", file.toString()});
    }

    assertThat(Files.readAllLines(Path.of(file + ".tsv"))).hasSizeGreaterThan(1);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1000);
  }

  @Test
  void argumentsThatAreMissingAreAnError() {
    assertThatThrownBy(() -> SkyTiles.main(new String[] {"survey", "1", "2"}))
        .hasMessageContaining("<where> <ra> <dec> <width> <order> <file>");
  }

  @Test
  void anOrderThatASurveyLacksIsAnError() throws Exception {
    SmallSurvey small = new SmallSurvey(32);
    Scene deeper = new Scene(SmallSurvey.FIELD, 3, 8, Duration.ofMinutes(1));

    try (SkyReader reader = new SkyReader(Survey.open(small.store), out)) {
      assertThatThrownBy(() -> reader.read(deeper))
          .hasMessage("The survey has no tiles of order 3: it has those of orders 2 to 2");
    }
  }
}
