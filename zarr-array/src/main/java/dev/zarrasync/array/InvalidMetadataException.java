package dev.zarrasync.array;

import dev.zarrasync.store.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Metadata breaks its format, or asks for what is not supported. The message does not say where.
 */
public final class InvalidMetadataException extends IOException {

  private static final long serialVersionUID = 1L;

  // Of what is quoted, an error needs no more.
  private static final int MOST_CHARACTERS = 500;

  private final StoreException.Kind kind;

  private InvalidMetadataException(StoreException.Kind kind, @Nullable String problem) {
    super(
        problem == null || problem.length() <= MOST_CHARACTERS
            ? problem
            : problem.substring(0, MOST_CHARACTERS) + "...");
    this.kind = kind;
  }

  /**
   * Makes an exception for metadata that breaks its format.
   *
   * @param problem what is wrong
   * @return the exception
   */
  public static InvalidMetadataException corrupt(String problem) {
    return new InvalidMetadataException(StoreException.Kind.CORRUPT, problem);
  }

  static InvalidMetadataException unsupported(@Nullable String problem) {
    return new InvalidMetadataException(StoreException.Kind.UNSUPPORTED_FORMAT, problem);
  }

  /**
   * Returns which of the two it is.
   *
   * @return {@link StoreException.Kind#CORRUPT} or {@link StoreException.Kind#UNSUPPORTED_FORMAT}
   */
  public StoreException.Kind kind() {
    return kind;
  }
}
