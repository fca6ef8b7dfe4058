package dev.zarrasync.file;

import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;

/** Something that is not to be done with a file; {@link FileStore} adds the key and the URL. */
final class Refusal extends IOException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String problem;

  Refusal(Kind kind, String problem) {
    super(problem);
    this.kind = kind;
    this.problem = problem;
  }

  Kind kind() {
    return kind;
  }

  String problem() {
    return problem;
  }
}
