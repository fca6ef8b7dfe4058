package dev.zarrasync.examples.sky;

import dev.zarrasync.examples.console.Bar;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads the tiles of a scene, paints them as they come, and measures. */
final class SkyReader implements AutoCloseable {

  private final Survey survey;
  private final PrintStream out;
  private final ExecutorService painters =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /**
   * Makes a reader.
   *
   * @param survey what it reads
   * @param out where the progress goes
   */
  SkyReader(Survey survey, PrintStream out) {
    this.survey = survey;
    this.out = out;
  }

  Reading read(Scene scene) throws IOException, InterruptedException {
    SurveyProperties properties = survey.properties();
    if (scene.order() < properties.minOrder() || scene.order() > properties.order()) {
      throw new IllegalArgumentException(
          "The survey has no tiles of order %d: it has those of orders %d to %d"
              .formatted(scene.order(), properties.minOrder(), properties.order()));
    }
    SkyImage image = new SkyImage(scene.field(), scene.order(), properties.tileWidth());
    SortedSet<Cell> cells = image.tiles();
    TileReader reader = new TileReader(survey, scene.parallel(), scene.timeout(), painters);
    SortedMap<Cell, TileMeta> tiles = new ConcurrentSkipListMap<>();
    System.gc(); // Nobody is charged for the garbage of those before.
    try (Bar bar = new Bar(scene.way(), cells.size(), "tiles", out);
        UsageSampler sampler = new UsageSampler()) {
      long start = System.nanoTime();
      SortedSet<Cell> missing =
          reader.read(
              cells,
              tile -> {
                image.paint(tile);
                tiles.put(tile.cell(), tile.meta());
              },
              bar);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      return new Reading(scene.way(), time, image, tiles, missing, sampler.samples());
    }
  }

  @Override
  public void close() {
    painters.shutdownNow();
  }
}
