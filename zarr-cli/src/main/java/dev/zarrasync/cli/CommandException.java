package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import java.io.IOException;

/** A command cannot do what it was asked for, though no store failed. */
final class CommandException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  CommandException(String problem, String hint) {
    super(problem);
    this.hint = hint;
  }

  /** There is nothing that Zarr knows at the root of a store. */
  static CommandException noNode(AsyncStore store) {
    return new CommandException(
        "There is no array and no group at " + store.url(""),
        "see what there is with 'zarrasync ls' or 'zarrasync tree'");
  }

  String hint() {
    return hint;
  }
}
