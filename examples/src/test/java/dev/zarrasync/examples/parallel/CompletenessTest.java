package dev.zarrasync.examples.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.examples.parallel.Completeness.Point;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletenessTest {

  /** In small. */
  static final class Small extends Completeness {
    Small() {
      super(128, 28, 10);
    }
  }

  private final Small recipe = new Small();
  private final Plan<int[]> plan;

  CompletenessTest(@TempDir Path directory) throws IOException {
    plan = new Plan<>(Small.class, directory.toUri(), 2, 20);
    try (AsyncStore store = plan.open()) {
      recipe.prepare(store);
    }
  }

  private List<Point> curve(Way way, int workers, int piecesPerWorker) throws Exception {
    Plan<int[]> same = plan.by(workers, piecesPerWorker);
    List<Piece> pieces;
    try (AsyncStore store = same.open()) {
      pieces = same.tasks(recipe, store).pieces();
    }
    return recipe.outcome(pieces, way.run(same)).points();
  }

  @Test
  void brightStarsAreFoundAndFaintOnesAreNot() throws Exception {
    List<Point> curve = curve(Way.POOL, 2, 20);
    assertThat(curve).hasSize(28);
    assertThat(curve.get(4).fraction()).as("at 16").isGreaterThan(0.8);
    assertThat(curve.get(27).fraction()).as("at 28").isLessThan(0.05);
    assertThat(halfFound(curve)).as("five times the noise is at 22").isBetween(21.0, 23.0);
    assertThat(curve).allMatch(point -> point.error() < 0.05);
  }

  private static double halfFound(List<Point> curve) {
    return curve.stream()
        .filter(point -> point.fraction() < 0.5)
        .findFirst()
        .orElseThrow()
        .magnitude();
  }

  @Test
  void eachWayAndScheduleGivesTheSameCurve() throws Exception {
    List<List<Point>> curves = new ArrayList<>();
    for (Way way : Way.values()) {
      for (int piecesPerWorker : new int[] {1, 20}) {
        curves.add(curve(way, 2, piecesPerWorker));
      }
    }
    assertThat(curves).containsOnly(curve(Way.POOL, 1, 1));
  }

  /** Ends its process at the first piece. */
  static final class Fatal extends Completeness {
    Fatal() {
      super(128, 28, 10);
    }

    @Override
    public dev.zarrasync.tasks.PieceFunction<int[]> function(AsyncStore store) {
      return (piece, values) -> {
        Runtime.getRuntime().halt(3);
        return new int[0];
      };
    }
  }

  @Test
  void aWorkerThatDiesFailsTheRun() {
    Plan<int[]> fatal = new Plan<>(Fatal.class, plan.store(), 2, 20);
    assertThatThrownBy(() -> Way.PROCESSES.run(fatal))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a worker ended before it had answered");
  }
}
