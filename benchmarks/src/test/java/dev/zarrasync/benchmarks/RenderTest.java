package dev.zarrasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.benchmarks.Contestant.Kind;
import dev.zarrasync.benchmarks.Measurement.Used;
import dev.zarrasync.benchmarks.StartResults.Start;
import dev.zarrasync.benchmarks.StyleResults.Style;
import dev.zarrasync.benchmarks.server.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From measurements to JSON, Markdown and PNG. */
class RenderTest {

  private static final Machine MACHINE =
      new Machine("2026-11-21", "Linux amd64", 2, 8_192, "17", 0.1, "mvn verify");
  private static final List<Sample> SAMPLES =
      List.of(new Sample(0, 0, 5 << 20, 60 << 20), new Sample(0.5, 0.4, 9 << 20, 70 << 20));
  private static final List<Used> FRESH = List.of(new Used(2.5, 4.25), new Used(1.25, 1.5));
  private static final WorkloadResult RACE =
      new WorkloadResult(
          "tiny",
          "10 chunks",
          "5 ms to the first byte",
          5L << 20,
          3L << 20,
          List.of(
              entry("bare", Kind.FLOOR, 10, 0.5, 0.7, 0.1),
              entry("ours", Kind.OURS, 10, 0.75),
              entry("loop", Kind.SLOW, 2, 1),
              new Entry("broken", Kind.PEER, 10, 10, null, null, List.of(), "it has no wheels")));
  private static final Results RESULTS =
      new Results(
          MACHINE,
          List.of("TensorStore: there is no Python"),
          List.of(RACE),
          new StyleResults(
              null,
              "10 chunks",
              "5 ms to the first byte",
              4 << 20,
              List.of(new Style("loop", 24, 0, run(2)), new Style("ours", 26, 3 << 20, run(0.5)))),
          new StartResults(
              null, List.of(new Start("info", List.of(0.3, 0.25, 0.5), List.of(0.9, 1.1, 1.0)))));

  private static Entry entry(String title, Kind kind, int chunksRead, double... seconds) {
    List<Run> runs = Arrays.stream(seconds).mapToObj(RenderTest::run).toList();
    return new Entry(title, kind, 10, chunksRead, "-Xmx1g", 1_234, runs, null);
  }

  private static Run run(double seconds) {
    Measurement measured =
        new Measurement(
            seconds, 0.25, 3L << 20, 9L << 20, null, null, 7L, 4, FRESH, "cafe", SAMPLES);
    return new Run(measured, new Counts(2, 1, 0, 2, 2, 7));
  }

  @Test
  void resultsAreTheSameAfterTheyWereWrittenAndRead() throws Exception {
    byte[] json = Json.MAPPER.writeValueAsBytes(RESULTS);
    assertThat(Json.MAPPER.readValue(json, Results.class)).isEqualTo(RESULTS);
  }

  @Test
  void thePageHasTheMedianAndItsRatioToTheFloor() {
    assertThat(Markdown.of(RESULTS))
        .contains(
            "| bare | 2.500 (4.25) | 1.250 (1.50) | 0.500 (0.25) | 1.00 | 3 | 7 | 9 | – | 3 | 2 |")
        .contains("| **ours** | 2.500 (4.25) | 1.250 (1.50) | 0.750 (0.25) | 1.50 |");
  }

  @Test
  void thePageSaysWhatIsStoredAndWhatTheJvmsAre() {
    assertThat(Markdown.of(RESULTS))
        .contains("; 5.00 MiB of values; the array is stored in 3.00 MiB.")
        .contains("`-Xmx1g`: bare; ours; loop.")
        .contains("bare 1,234; ours 1,234; loop 1,234.");
  }

  @Test
  void thePageSaysWhatIsExtrapolated() {
    assertThat(Markdown.of(RESULTS))
        .contains(
            "| loop \\* | 6.500 (5.25) | 5.250 (2.50) | 5.000 (1.25) | 10.00 | 15 | 7 | 9 | – | 15 | 2 |")
        .contains("Extrapolated: 2 of 10 chunks were read.");
  }

  @Test
  void thePageSaysWhoDidNotRunAndWhy() {
    assertThat(Markdown.of(RESULTS))
        .contains("**Did not run**: TensorStore: there is no Python")
        .contains("**Did not run**: broken: it has no wheels");
  }

  @Test
  void thePageComparesTheHeapOfStylesAboveTheValues() {
    assertThat(Markdown.of(RESULTS))
        .contains("| loop | 2.000 (0.25) | 20 | 1.00 | – |")
        .contains("| ours | 0.500 (0.25) | 22 | 1.10 | 3 |");
  }

  @Test
  void thePageTellsHowLongTheCommandLineTakes() {
    assertThat(Markdown.of(RESULTS))
        .contains("| `info` | 0.300 | 0.250–0.500 | 1.000 | 0.900–1.100 |")
        .contains("| command line, `info`, whole process, seconds | 0.30 | 0.35 | yes |");
  }

  private static int width(Path picture) throws IOException {
    return ImageIO.read(picture.toFile()).getWidth();
  }

  @Test
  void theTableOfTheReadmeIsReplaced(@TempDir Path directory) throws Exception {
    Path readme = directory.resolve("README.md");
    String old = ReadmeTable.of(new Results(MACHINE, List.of(), List.of(), null, null));
    Files.writeString(readme, "before\n" + old + "<!-- end of benchmarks -->\nafter\n");
    ReadmeTable.update(RESULTS, readme);
    assertThat(readme)
        .content()
        .startsWith("before\n" + ReadmeTable.of(RESULTS) + "<!-- end")
        .endsWith("after\n");
  }

  @Test
  void thereIsAPictureOfEachWorkloadAndOneOfTheStyles(@TempDir Path directory) throws Exception {
    Benchmarks.render(RESULTS, directory);
    assertThat(directory.resolve("results.md")).exists();
    assertThat(width(directory.resolve("tiny.png"))).isEqualTo(1_400);
    assertThat(width(directory.resolve("styles.png"))).isEqualTo(1_000);
  }
}
