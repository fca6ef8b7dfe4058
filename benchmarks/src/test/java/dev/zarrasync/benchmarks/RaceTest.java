package dev.zarrasync.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.benchmarks.server.Counts;
import dev.zarrasync.benchmarks.server.Protocol;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    track.write(tiles);
    WorkloadResult result = new Race(track, 1, true, SILENT).run(tiles, CONTESTANTS);
    assertThat(result.entries()).hasSize(6).allSatisfy(RaceTest::hasReadAllTiles);
  }

  private static void hasReadAllTiles(Entry entry) {
    assertThat(entry.reason()).isNull();
    assertThat(entry.chunksRead()).isEqualTo(9);
    assertThat(entry.median().counts()).extracting(Counts::gets).isEqualTo(9);
    Measurement measured = entry.median().measured();
    assertThat(measured.warmUps()).isPositive();
    assertThat(measured.fresh()).hasSize(2);
    assertThat(measured.peakHeapBytes()).isPositive();
    assertThat(measured.allocatedBytes()).isGreaterThan(9 * 64 * 64 * Short.BYTES);
    assertThat(measured.checksum())
        .isEqualTo(entry.kind() == Contestant.Kind.FLOOR ? null : checksumOfTiles());
  }

  private static String checksumOfTiles() {
    Workload tiles = workload("tiles");
    return tiles.data().checksum(tiles.regions());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sparse",
        "tiny-512",
        "tiny-http",
        "tiny-h2-512",
        "tiny-tls-512",
        "slab-http",
        "faults"
      })
  void eachVariantIsReadWithTheRightValues(String name) throws Exception {
    Workload workload = workload(name);
    track.write(workload);
    List<Contestant> some = List.of(Contestant.ITEMS, Contestant.EXACT);
    WorkloadResult result = new Race(track, 1, false, SILENT).run(workload, some);
    assertThat(result.entries())
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.reason()).isNull())
        .allSatisfy(entry -> assertThat(entry.fresh(1)).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"shards", "shards-window", "shards-random", "tiles-gzip"})
  void eachWayReadsZarrV3(String name) throws Exception {
    Workload workload = workload(name);
    track.write(workload);
    List<Contestant> ours =
        workload.contestants().stream()
            .filter(contestant -> contestant.pythonName() == null)
            .toList();
    WorkloadResult result = new Race(track, 1, false, SILENT).run(workload, ours);
    assertThat(result.entries())
        .hasSizeGreaterThan(0)
        .allSatisfy(entry -> assertThat(entry.reason()).isNull());
  }

  @Test
  void aWriterStoresTheValuesThatAreReadBack() throws Exception {
    Workload write = workload("write");
    Entry entry = only(write, Contestant.EXACT);
    assertThat(entry.reason()).isNull();
    Run run = entry.median();
    assertThat(run.measured().checksum()).isEqualTo(write.data().checksum(write.regions()));
    // The metadata and the chunks, and perhaps what makes room for them.
    assertThat(run.counts().others()).isGreaterThanOrEqualTo(1 + 4);
    assertThat(track.storedBytes(write)).isGreaterThan(4 * 64 * 64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local-tiny", "local-tiles", "local-large"})
  void eachReadsFiles(String name) throws Exception {
    Workload workload = workload(name);
    track.write(workload);
    List<Contestant> some = List.of(Contestant.BARE_FILES, Contestant.EXACT, Contestant.STOCK);
    WorkloadResult result = new Race(track, 1, false, SILENT).run(workload, some);
    assertThat(result.entries())
        .hasSize(3)
        .allSatisfy(entry -> assertThat(entry.reason()).isNull())
        .allSatisfy(entry -> assertThat(entry.median().counts().requests()).isZero());
  }

  @Test
  void aShortRunReadsTheSameValuesFromAnArchiveOfItsClasses() throws Exception {
    Workload tiny = workload("tiny");
    track.write(tiny);
    Entry entry = only(tiny, Contestant.SHORT);
    assertThat(entry.reason()).isNull();
    assertThat(entry.jvm()).contains("-XX:+UseSerialGC", "-XX:SharedArchiveFile");
    assertThat(entry.classes()).isBetween(1_000, 3_000);
  }

  @Test
  void aJvmWithItsDefaultsReadsFiveTimes() throws Exception {
    Workload workload = workload("tiny-defaults");
    track.write(workload);
    Entry entry = only(workload, Contestant.EXACT);
    assertThat(entry.jvm()).isEmpty();
    assertThat(entry.fresh(4)).isNotNull();
    assertThat(entry.median().measured().warmUps()).isEqualTo(5);
  }

  private static Entry only(Workload workload, Contestant contestant) throws Exception {
    return new Race(track, 1, false, SILENT).run(workload, List.of(contestant)).entries().get(0);
  }

  @Test
  void theSlowReadASample() throws Exception {
    Workload tiny = workload("tiny");
    track.write(tiny);
    Entry entry = only(tiny, Contestant.FILE_SYSTEM);
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
            new Dataset("nowhere", new int[] {4}, new int[] {2}, Dataset.Encoding.NONE, 1, 0),
            List.of(Region.whole(new int[] {4})),
            2,
            Workload.Conditions.onS3(Scale.SMOKE.delay(), 0),
            1,
            false,
            List.of());
    WorkloadResult result =
        new Race(track, 1, false, SILENT)
            .run(nowhere, List.of(Contestant.EXACT, Contestant.OBSTORE));
    assertThat(result.entries().get(0).reason()).contains("nowhere");
    assertThat(result.entries().get(1).reason()).contains("no Python");
  }

  @Test
  void theLeastHeapOfAStyleHoldsItsValues() throws Exception {
    Styles.Way exact = new Styles.Way(Contestant.EXACT, Protocol.S3);
    StyleResults results = new Styles(track, 32, SILENT).run(List.of(exact));
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
