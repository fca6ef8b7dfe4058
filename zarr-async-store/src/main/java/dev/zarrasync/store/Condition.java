package dev.zarrasync.store;

import org.jspecify.annotations.Nullable;

/** What must hold for a request to be carried out (RFC 9110, section 13.1). */
public sealed interface Condition {

  /** Nothing. */
  Condition NONE = new None();

  /** The key is missing. For puts. */
  Condition ABSENT = new Absent();

  /**
   * Says whether the condition holds.
   *
   * @param present whether there is an object
   * @param etag its entity tag, or null if it has none: it then counts as changed
   * @return true if so
   */
  boolean holds(boolean present, @Nullable String etag);

  /** Nothing must hold. */
  record None() implements Condition {
    // What a record has is made at its first use, for which a first read would wait.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof None;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean holds(boolean present, @Nullable String etag) {
      return true;
    }
  }

  /** The key is missing. */
  record Absent() implements Condition {
    @Override
    public boolean holds(boolean present, @Nullable String etag) {
      return !present;
    }
  }

  /**
   * The object is there and has not changed.
   *
   * @param etag the entity tag that it had
   */
  record Unchanged(String etag) implements Condition {
    @Override
    public boolean holds(boolean present, @Nullable String current) {
      return present && etag.equals(current);
    }
  }

  /**
   * The object has changed. For gets.
   *
   * @param etag the entity tag that it had
   */
  record Changed(String etag) implements Condition {
    @Override
    public boolean holds(boolean present, @Nullable String current) {
      return !etag.equals(current);
    }
  }
}
