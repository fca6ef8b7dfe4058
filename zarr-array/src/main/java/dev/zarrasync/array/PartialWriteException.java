package dev.zarrasync.array;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write of a region ended before all its chunks were stored. It says what became of them; the
 * cause says why. A chunk that is in neither list is as it was before.
 *
 * <p>To write the region again is safe: what is stored already is stored once more.
 */
public final class PartialWriteException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int NAMED = 5;

  private final List<String> stored;
  private final List<String> unknown;

  PartialWriteException(
      long total, List<String> stored, List<String> unknown, @Nullable Throwable cause) {
    super(message(total, stored, unknown, cause), cause);
    this.stored = stored;
    this.unknown = unknown;
  }

  private static String message(
      long total, List<String> stored, List<String> unknown, @Nullable Throwable cause) {
    String inDoubt =
        unknown.isEmpty() ? "" : ", %d may be%s".formatted(unknown.size(), named(unknown));
    return "The write stopped when %d of %d chunks were stored%s%s%s"
        .formatted(
            stored.size(),
            total,
            named(stored),
            inDoubt,
            cause == null ? "" : ": " + cause.getMessage());
  }

  private static String named(List<String> keys) {
    return keys.isEmpty()
        ? ""
        : " " + keys.stream().limit(NAMED).toList() + (keys.size() > NAMED ? " and more" : "");
  }

  /**
   * Returns which chunks are stored for certain.
   *
   * @return their keys in C order; made as they are asked for, so that a million need little memory
   */
  public List<String> stored() {
    return stored;
  }

  /**
   * Returns which chunks may be stored or not: those whose put was under way, or failed without an
   * answer of the store.
   *
   * @return their keys in C order
   */
  public List<String> unknown() {
    return unknown;
  }
}
