package dev.zarrasync.cli;

import java.io.IOException;

/** A command cannot do what it was asked for, though no store failed. */
final class CommandException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  CommandException(String problem, String hint) {
    super(problem);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
