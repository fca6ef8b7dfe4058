package dev.zarrasync.examples.sky;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import java.util.List;

/** A synthetic survey around the place where four base cells meet, and an image within it. */
final class SmallSurvey {

  static final int ORDER = 2;
  static final SkyField FIELD = new SkyField(Direction.ofDegrees(90, 41), Math.toRadians(50), 120);

  final MemoryStore store = new MemoryStore();
  final SkyImage image;
  final List<Cell> present;

  private final SyntheticSurvey survey;

  SmallSurvey(int tileWidth) {
    image = new SkyImage(FIELD, ORDER, tileWidth);
    present = image.tiles().stream().filter(cell -> !SyntheticSurvey.leavesOut(cell)).toList();
    survey = new SyntheticSurvey(ORDER, tileWidth);
    survey.write(image.tiles(), (key, bytes) -> store.put(key, bytes).join());
  }

  String key(Cell cell) {
    return survey.properties().key(cell);
  }

  /** Views the survey through another store. */
  Survey through(AsyncStore other) {
    return new Survey(other, survey.properties());
  }
}
