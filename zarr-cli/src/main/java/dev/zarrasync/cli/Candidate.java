package dev.zarrasync.cli;

import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage.ListedObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object that may have to be copied.
 *
 * @param source the object
 * @param existing what the destination has under its key, or null
 */
record Candidate(ListedObject source, @Nullable ListedObject existing) {

  /** What S3 gives to objects that are stored in one request, if not encrypted by KMS. */
  private static final Pattern MD5 = Pattern.compile("\"?[0-9a-f]{32}\"?");

  /** Says whether the name is no key, which only some stores can hold. */
  boolean isOdd() {
    return Keys.problem(source.key()) != null;
  }

  /** Says whether it is what some tools write for a directory: nothing is lost without it. */
  boolean isMarker() {
    return source.size() == 0 && (source.key().isEmpty() || source.key().endsWith("/"));
  }

  /** Says whether the destination has an object of the same size. */
  boolean sameSize() {
    return existing != null && existing.size() == source.size();
  }

  /** Says whether both have the same size and, where both have one, the same MD5. */
  boolean looksSame() {
    return existing != null
        && sameSize()
        && (!isMd5(source.etag())
            || !isMd5(existing.etag())
            || unquoted(source.etag()).equals(unquoted(existing.etag())));
  }

  private static boolean isMd5(@Nullable String etag) {
    return etag != null && MD5.matcher(etag).matches();
  }

  private static String unquoted(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }
}
