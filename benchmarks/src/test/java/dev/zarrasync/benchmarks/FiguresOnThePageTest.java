package dev.zarrasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.RegionReader;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/benchmarks/README.md} says of the benchmarks is what they do. */
class FiguresOnThePageTest {

  private static final Scale SCALE = Scale.FULL;

  static Stream<String> figures() throws ReflectiveOperationException {
    int side = SCALE.tilesInRow() * SCALE.tileSide();
    long bandwidth = SCALE.bandwidth() / 1_000_000;
    String large = figure("%d ms | %d MB/s |", SCALE.delay().toMillis(), bandwidth);
    return Stream.of(
        figure("| tiny | %,d chunks of ", SCALE.tinyChunks()),
        figure("| all | %d ms | not bounded |", SCALE.tinyDelay().toMillis()),
        figure("| series | %1$d images of %2$,d × %2$,d", SCALE.largeChunks(), SCALE.largeSide()),
        "out of each | " + large,
        "into one array | " + large,
        figure(
            "| tiles | an image of %1$,d × %1$,d in %2$,d chunks of %3$d × %3$d",
            side, SCALE.tilesInRow() * SCALE.tilesInRow(), SCALE.tileSide()),
        figure(
            "%,d chunks of %d × %d (64 KiB) in %d shards",
            SCALE.sharded().chunks(),
            SCALE.sharded().rows(),
            SCALE.sharded().columns(),
            SCALE.sharded().shards()),
        figure("%,d chunks here and there", SCALE.sharded().picked()),
        figure("a fixed heap of %d GiB", SCALE.heapMiB() / 1024),
        figure("again and again for %d seconds", SCALE.warmUpMillis() / 1000),
        figure("measured for %d second,", SCALE.settledMillis() / 1000),
        figure("| write | %d chunks of ", writtenTiles()),
        figure("the process reads %d times", number(Track.class, "READS_BY_DEFAULT")),
        figure("and %d for write", number(Workload.class, "WRITES_AT_ONCE")),
        figure("tiny, with %d in flight", number(Workload.class, "MOST")),
        figure(
            "the exact plan has %d chunks on their way",
            number(RegionReader.class, "WHILE_RECEIVING")),
        figure(
            "told %d for tiny, tiles and shards, and %d for series and slab",
            number(Workload.class, "MANY"), number(Workload.class, "FEW")),
        figure("looked at every %d ms", number(Meter.class, "INTERVAL_MILLIS")),
        figure("in steps of %d MiB", number(Styles.class, "STEP_MIB")),
        figure("whole processes, %d of each", Starts.ROUNDS));
  }

  private static int writtenTiles() {
    return Workload.of(SCALE).stream()
        .filter(workload -> workload.name().equals("write"))
        .mapToInt(workload -> workload.chunks(workload.regions()))
        .sum();
  }

  @ParameterizedTest
  @MethodSource("figures")
  void thePageSaysWhatTheCodeDoes(String figure) throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "benchmarks", "README.md"))).contains(figure);
  }

  @Test
  void theReadmeHasTheFiguresOfTheResults() throws Exception {
    Path results = Path.of("..", "docs", "benchmarks", "results.json");
    String table = ReadmeTable.of(Json.MAPPER.readValue(results.toFile(), Results.class));
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(table);
  }

  private static String figure(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static long number(Class<?> type, String constant) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(constant);
    field.setAccessible(true);
    return ((Number) field.get(null)).longValue();
  }
}
