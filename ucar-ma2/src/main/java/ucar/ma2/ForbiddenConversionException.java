package ucar.ma2;

/** Thrown when an element cannot be converted to the type asked for, such as boolean to double. */
public final class ForbiddenConversionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception without a message. */
  public ForbiddenConversionException() {}

  /**
   * Creates an exception.
   *
   * @param message which conversion is forbidden
   */
  public ForbiddenConversionException(String message) {
    super(message);
  }
}
