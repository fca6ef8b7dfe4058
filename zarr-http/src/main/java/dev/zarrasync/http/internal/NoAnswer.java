package dev.zarrasync.http.internal;

import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a client says of a request that has no answer, or no whole one. */
public final class NoAnswer extends IOException {

  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Scope {
    /** The request. */
    REQUEST,
    /** The stream of the request: the server has reset it. */
    STREAM,
    /** The connection, which carried other requests as well, or none. */
    CONNECTION,
    /** The host's name, which has no address. */
    NAME,
    /** The server's certificate, which is not trusted. */
    TRUST
  }

  private final Kind kind;
  private final Scope scope;

  /**
   * Describes a failure.
   *
   * @param kind what went wrong
   * @param scope what failed
   * @param problem the same as a sentence without its full stop, without what may be secret
   * @param cause what the client said, or null
   */
  public NoAnswer(Kind kind, Scope scope, String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.kind = kind;
    this.scope = scope;
  }

  /**
   * Returns what went wrong.
   *
   * @return the kind that a {@link dev.zarrasync.store.StoreException} of it has
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns what failed.
   *
   * @return the smallest that did
   */
  public Scope scope() {
    return scope;
  }

  /**
   * Returns what went wrong.
   *
   * @return a sentence without its full stop
   */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
