package dev.zarrasync.benchmarks;

import java.io.IOException;

/** A contestant did not read, or read wrong values. */
final class FailedRunException extends IOException {

  private static final long serialVersionUID = 1;

  FailedRunException(String message) {
    super(message);
  }
}
