package dev.zarrasync.cli;

/** A command was given what it cannot take. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String problem) {
    super(problem);
  }
}
