package dev.zarrasync.s3;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What requests are signed with.
 *
 * @param id of the key
 * @param secret of the key
 * @param token of a key for a time, or null
 */
record AccessKey(String id, String secret, @Nullable String token) {

  // Compared with each request: what a record has of its own takes long to start.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof AccessKey key
            && id.equals(key.id)
            && secret.equals(key.secret)
            && Objects.equals(token, key.token));
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "an access key";
  }
}
