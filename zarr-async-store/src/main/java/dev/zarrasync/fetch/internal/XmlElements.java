package dev.zarrasync.fetch.internal;

import org.jspecify.annotations.Nullable;

/** The elements of a document, one after the other. A malformed one ends in an exception. */
interface XmlElements {

  /**
   * Goes to the next child of the element that is open. Only white space is between children.
   *
   * @return its name, or null if there is none: then the element is not open any more
   */
  @Nullable String next();

  /** Reads the text of the element that is open, which has nothing else in it, to its end. */
  String text();

  /** Leaves out what is in the element that is open, to its end. */
  void skip();

  /** What cannot be read as it is written. */
  final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(@Nullable Throwable cause) {
      super(cause);
    }
  }
}
