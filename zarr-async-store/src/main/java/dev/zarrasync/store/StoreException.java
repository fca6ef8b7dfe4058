package dev.zarrasync.store;

import dev.zarrasync.store.internal.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** An operation of a store failed. The message names the store, the key and the URL. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as a caller can act on it. */
  public enum Kind {
    /** The key breaks the rules of {@link Keys}. */
    INVALID_KEY(false),
    /** The object has no byte in the range asked for. */
    UNSATISFIABLE_RANGE(false),
    /** Something that must be there is not: a bucket, or an object that a listing showed. */
    NOT_FOUND(false),
    /** The credentials are missing or wrong, or do not allow the operation. */
    ACCESS_DENIED(false),
    /** The data is elsewhere, for example in another region. */
    REDIRECTED(false),
    /** The object changed since, or a condition of the write does not hold. */
    PRECONDITION_FAILED(false),
    /** The object has not changed, and was to be read only if it had. */
    NOT_MODIFIED(false),
    /** The server asks to slow down. */
    THROTTLED(true),
    /** The server failed, for now. */
    UNAVAILABLE(true),
    /** The server did not answer in time. */
    TIMEOUT(true),
    /** The connection could not be made, or broke. */
    CONNECTION(true),
    /** The answer breaks the protocol: for example a body of another length than announced. */
    BAD_RESPONSE(true),
    /** The bytes break their format: a chunk cannot be decoded, or metadata cannot be parsed. */
    CORRUPT(false),
    /** What is stored is in a format that is not supported. */
    UNSUPPORTED_FORMAT(false),
    /** The object does not fit in a Java array. */
    TOO_LARGE(false),
    /** The store is closed. */
    CLOSED(false),
    /** The store cannot do this. */
    UNSUPPORTED(false),
    /** Anything else. */
    OTHER(false);

    private final boolean transientFault;

    Kind(boolean transientFault) {
      this.transientFault = transientFault;
    }

    /**
     * Says whether the same request may succeed when it is sent again.
     *
     * @return true if so
     */
    public boolean isTransient() {
      return transientFault;
    }
  }

  private final Kind kind;
  private final String store;
  private final String key;
  private final String url;
  private final String problem;
  private final int attempts;
  private final Duration retryAfter;

  /**
   * Says that an operation on a key failed.
   *
   * @param kind what went wrong
   * @param store the store
   * @param key the key, or the prefix of a listing
   * @param problem what went wrong and what to do, as a sentence without its full stop
   * @param cause the cause, or null
   */
  public StoreException(
      Kind kind, AsyncStore store, String key, String problem, @Nullable Throwable cause) {
    this(kind, store.toString(), key, store.url(key), problem, 1, Duration.ZERO, cause);
  }

  /**
   * Checks a key. For stores.
   *
   * @param store the store
   * @param key the string to check
   * @return the error to fail with, or null if it is a key
   */
  public static @Nullable StoreException ifInvalid(AsyncStore store, String key) {
    String problem = Keys.problem(key);
    return problem == null
        ? null
        : new StoreException(Kind.INVALID_KEY, store, key, "not a key: " + problem, null);
  }

  /**
   * Says that a condition does not hold. For stores.
   *
   * @param store the store
   * @param key the key
   * @param condition the condition
   * @return the error to fail with
   */
  public static StoreException ifNotHolding(AsyncStore store, String key, Condition condition) {
    if (condition instanceof Condition.Changed) {
      return new StoreException(Kind.NOT_MODIFIED, store, key, "the object has not changed", null);
    }
    String problem =
        condition instanceof Condition.Absent
            ? "there is an object already"
            : "the object has changed: read it again";
    return new StoreException(Kind.PRECONDITION_FAILED, store, key, problem, null);
  }

  /**
   * Finds what a future failed with: derived futures wrap it, and so do those who wait.
   *
   * @param failure as a future tells it
   * @return the failure without {@link CompletionException} and {@link ExecutionException} around
   */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private StoreException(
      Kind kind,
      String store,
      String key,
      String url,
      String problem,
      int attempts,
      Duration retryAfter,
      @Nullable Throwable cause) {
    super(message(kind, store, key, url, problem, attempts), cause);
    this.kind = kind;
    this.store = store;
    this.key = key;
    this.url = url;
    this.problem = problem;
    this.attempts = attempts;
    this.retryAfter = retryAfter;
  }

  private static String message(
      Kind kind, String store, String key, String url, String problem, int attempts) {
    String tries = attempts == 1 ? "" : " after " + attempts + " attempts";
    return "%s%s: %s (key '%s', URL %s, %s)".formatted(kind, tries, problem, key, url, store);
  }

  /**
   * Returns this error with the number of requests that were made.
   *
   * @param count how many requests failed, this one included
   * @return an error with this one as its cause, or this one if the number is known already
   */
  public StoreException afterAttempts(int count) {
    return count == attempts
        ? this
        : new StoreException(kind, store, key, url, problem, count, retryAfter, this);
  }

  /**
   * Says that this error is the last answer before the deadline, or the last failure if there was
   * no answer.
   *
   * @param deadline how long the operation was tried
   * @param count how many requests were made
   * @return a {@link Kind#TIMEOUT} with this error as its cause
   */
  public StoreException pastDeadline(Duration deadline, int count) {
    String last =
        "no success in " + Durations.text(deadline) + ", and at last " + kind + ": " + problem;
    return new StoreException(Kind.TIMEOUT, store, key, url, last, count, Duration.ZERO, this);
  }

  /**
   * Returns this error with the time that the server asked to wait. For stores.
   *
   * @param pause how long not to send the request again
   * @return such an error
   */
  public StoreException retryAfter(Duration pause) {
    return pause.equals(retryAfter)
        ? this
        : new StoreException(kind, store, key, url, problem, attempts, pause, getCause());
  }

  /**
   * Returns how long the server asked not to send the request again.
   *
   * @return a time, zero if it did not ask
   */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns what went wrong.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns which store it was.
   *
   * @return its description
   */
  public String store() {
    return store;
  }

  /**
   * Returns which key it was.
   *
   * @return the key, or the prefix of a listing
   */
  public String key() {
    return key;
  }

  /**
   * Returns where the object is or would be.
   *
   * @return the URL, without credentials
   */
  public String url() {
    return url;
  }

  /**
   * Returns how many requests were made.
   *
   * @return at least 1
   */
  public int attempts() {
    return attempts;
  }
}
