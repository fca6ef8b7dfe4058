package dev.zarrasync.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.benchmarks.bare.Counts;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Races in small: that contestants read the right values, not how long anything takes. */
class RaceTest {

  private static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
  private static final List<Contestant> CONTESTANTS =
      List.of(
          Contestant.BARE_CRT,
          Contestant.ITEMS,
          Contestant.EXACT,
          Contestant.DROP_IN,
          Contestant.LOOP,
          Contestant.ZARR_JAVA_WIDE);

  private static Track track;

  @BeforeAll
  static void open() throws Exception {
    track = Track.open(Scale.SMOKE, null);
  }

  @AfterAll
  static void close() {
    track.close();
  }

  @Test
  void eachContestantReadsTheValuesThatWereWritten() throws Exception {
    Workload tiles = workload("tiles");
    track.write(tiles.data());
    WorkloadResult result = new Race(track, true, SILENT).run(tiles, CONTESTANTS);
    assertThat(result.entries()).hasSize(6).allSatisfy(RaceTest::hasReadAllTiles);
  }

  private static void hasReadAllTiles(Entry entry) {
    assertThat(entry.reason()).isNull();
    assertThat(entry.chunksRead()).isEqualTo(9);
    assertThat(entry.median().counts()).extracting(Counts::gets).isEqualTo(9);
    Measurement measured = entry.median().measured();
    assertThat(measured.warmUps()).isPositive();
    assertThat(measured.fresh()).isNotEmpty();
    assertThat(measured.peakHeapBytes()).isPositive();
    assertThat(measured.allocatedBytes()).isGreaterThan(9 * 64 * 64 * Short.BYTES);
    assertThat(measured.checksum())
        .isEqualTo(entry.kind() == Contestant.Kind.FLOOR ? null : checksumOfTiles());
  }

  private static String checksumOfTiles() {
    Workload tiles = workload("tiles");
    return tiles.data().checksum(tiles.region());
  }

  @Test
  void theSlowReadASample() throws Exception {
    Workload tiny = workload("tiny");
    track.write(tiny.data());
    Entry entry =
        new Race(track, false, SILENT).run(tiny, List.of(Contestant.FILE_SYSTEM)).entries().get(0);
    assertThat(entry.sampled()).isTrue();
    assertThat(entry.chunksRead()).isEqualTo(3);
    assertThat(entry.median().counts().gets()).isEqualTo(3);
  }

  @Test
  void whoFailsIsNamedWithTheReason() throws Exception {
    Workload nowhere =
        new Workload(
            "nowhere",
            "nothing",
            new Dataset("nowhere", new int[] {4}, new int[] {2}, false, 1),
            Region.whole(new int[] {4}),
            2,
            Scale.SMOKE.delay(),
            0,
            1);
    WorkloadResult result =
        new Race(track, false, SILENT).run(nowhere, List.of(Contestant.EXACT, Contestant.OBSTORE));
    assertThat(result.entries().get(0).reason()).contains("nowhere");
    assertThat(result.entries().get(1).reason()).contains("no Python");
  }

  @Test
  void theLeastHeapOfAStyleHoldsItsValues() throws Exception {
    track.write(workload("slab").data());
    StyleResults results = new Styles(track, 32, SILENT).run(List.of(Contestant.EXACT));
    StyleResults.Style style = results.styles().get(0);
    assertThat(style.leastHeapMiB()).isBetween(1, 32);
    assertThat(style.run().measured().samples()).isNotEmpty();
  }

  private static Workload workload(String name) {
    return Workload.of(Scale.SMOKE).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
