package ucar.ma2;

/** Thrown when a {@link Range} is malformed, or does not fit the array it is applied to. */
public class InvalidRangeException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Creates an exception without a message. */
  public InvalidRangeException() {}

  /**
   * Creates an exception.
   *
   * @param message what is wrong with the range
   */
  public InvalidRangeException(String message) {
    super(message);
  }
}
