package dev.zarrasync.cli.waterfall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of waterfalls, and what they are made of. */
class WaterfallTest {

  private static final long MILLI = 1_000_000;

  @Test
  void theSummaryTellsWhatWentOn() {
    List<String> lines = new Summary(Sample.troubled()).lines();
    assertThat(lines)
        .contains(
            "Read of [3] at [0] of https://host/a/",
            "wall         28.0 ms",
            "requests     5 GET, 500 B; 1 sent again; 1 second request of a slow get; 1 cancelled;"
                + " 1 failed",
            "in flight    4 at most, 1.3 on average",
            "idle         9.00 ms of the read without a request in flight, at most 8.00 ms at once");
    assertThat(lines).hasSizeLessThan(24);
    assertThat(lines).anyMatch(line -> line.matches("decoding +0.00 µs .*3.00 ms"));
  }

  @Test
  void theTimesOfABarFollowEachOther() {
    Bar bar = Sample.troubled().bars().get(0);
    assertThat(bar.segments())
        .containsExactly(
            new Bar.Segment(Phase.QUEUED, 0, MILLI),
            new Bar.Segment(Phase.WAITING, MILLI, 5 * MILLI),
            new Bar.Segment(Phase.RECEIVING, 6 * MILLI, 2 * MILLI),
            new Bar.Segment(Phase.DECODING, 9 * MILLI, 3 * MILLI));
    assertThat(bar.ended()).isEqualTo(8 * MILLI);
    assertThat(bar.end()).isEqualTo(12 * MILLI);
  }

  @Test
  void thoseInFlightAreCounted() {
    InFlight load = InFlight.of(Sample.troubled().bars());
    assertThat(load.peak()).isEqualTo(4);
    assertThat(load.most(4, 28 * MILLI)).containsExactly(4, 4, 0, 1);
    assertThat(load.gaps(0, 30 * MILLI)).containsExactly(MILLI, 8 * MILLI, 2 * MILLI);
    assertThat(InFlight.of(List.of()).gaps(0, 5)).containsExactly(5L);
  }

  @Test
  void ticksAreRoundAndHaveAUnit() {
    Ticks ticks = Ticks.of(2_340 * MILLI, 12);
    assertThat(ticks.step()).isEqualTo(200 * MILLI);
    assertThat(ticks.count()).isEqualTo(12);
    assertThat(ticks.label(3)).isEqualTo("0.6 s");
    assertThat(Ticks.of(95 * MILLI, 12).label(2)).isEqualTo("20 ms");
    assertThat(Ticks.of(300, 12).label(0)).isEqualTo("0 µs");
  }

  @Test
  void timesAndBytesHaveThreeDigits() {
    assertThat(Units.time(830)).isEqualTo("0.83 µs");
    assertThat(Units.time(81_300_000)).isEqualTo("81.3 ms");
    assertThat(Units.time(1_234_000_000)).isEqualTo("1.23 s");
    assertThat(Units.bytes(999)).isEqualTo("999 B");
    assertThat(Units.bytes(15_300)).isEqualTo("15.3 kB");
    assertThat(Units.bytes(2_000_000_000_000L)).isEqualTo("2000 GB");
  }

  @Test
  void thePageNeedsNothingElseAndRunsNoKey() throws Exception {
    String page = new HtmlPage(Sample.troubled()).text();
    assertThat(page).contains("<svg", "THROTTLED", "&lt;script&gt;", "\\u003cscript>");
    assertThat(page).doesNotContain("<script>a/", "a/<script>", "@ROWS@", "src=", "href=");
    assertThat(page.split("<script>", -1)).hasSize(2);
  }

  @Test
  void thePageOfManyRequestsStaysLight() throws Exception {
    String page = new HtmlPage(Sample.of(1_289)).text();
    assertThat(page.length()).isLessThan(600_000);
    assertThat(page.split("<(path|text)", -1).length).as("elements").isLessThan(200);
  }

  @Test
  void theImageHasTheColorsOfThePhasesAndMarks(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("trace.png");
    new PngImage(Sample.troubled()).writeTo(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(Picture.WIDTH);
    List<Integer> colors = new ArrayList<>();
    for (int y = new Picture(Sample.troubled()).top(); y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y));
      }
    }
    for (Phase phase : List.of(Phase.QUEUED, Phase.WAITING, Phase.RECEIVING, Phase.DECODING)) {
      assertThat(colors.contains(phase.color.getRGB())).as(phase.name()).isTrue();
    }
    for (Mark mark : Mark.values()) {
      assertThat(colors.contains(mark.color.getRGB())).as(mark.name()).isTrue();
    }
  }

  @Test
  void thePictureStaysOfASizeThatCanBeShown() {
    assertThat(new Picture(Sample.of(1)).height()).isLessThan(400);
    assertThat(new Picture(Sample.of(1_289)).height()).isBetween(2_500, 3_000);
    assertThat(new Picture(Sample.of(100_000)).height()).isLessThan(9_000);
  }

  @Test
  void theTraceHasNoTwoRequestsAtOnceInALane() throws Exception {
    JsonNode trace = new ObjectMapper().readTree(new ChromeTrace(Sample.troubled()).text());
    Map<String, Double> until = new HashMap<>();
    int requests = 0;
    for (JsonNode event : trace.path("traceEvents")) {
      if (event.path("name").asText().startsWith("GET ")) {
        requests++;
        String lane = event.path("tid").asText();
        double start = event.path("ts").asDouble();
        assertThat(until.getOrDefault(lane, 0.0)).isLessThanOrEqualTo(start);
        until.put(lane, start + event.path("dur").asDouble());
      }
    }
    assertThat(requests).isEqualTo(5);
    assertThat(until).hasSize(4);
    assertThat(trace.toString()).contains("decode a/0.0", "\"worker\"", "\"attempt\":2");
  }
}
