package dev.zarrasync.s3;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server says in its own words, as far as it can be passed on: it may repeat what it was
 * sent.
 *
 * @param secrets what it was sent, or null if that is not known, so that it is not quoted
 */
record ServerText(@Nullable KnownSecrets secrets) {

  private static final int LONGEST = 200;

  /** A code, a region, the ID of a request. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** What breaks lines, moves the cursor or turns the direction of writing. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\s]+");

  /** Parts of a signed request, and what is too long a word for prose: a key, a digest, a token. */
  private static final Pattern OF_REQUESTS =
      Pattern.compile(
          "(signature|credential|token)=|authorization:|(basic|bearer) |[a-z0-9+=]{20}",
          Pattern.CASE_INSENSITIVE);

  /** A sentence, or {@code ""} if it is not to be passed on. */
  String sentence(@Nullable String text) {
    if (text == null || secrets == null) {
      return "";
    }
    String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    String shown = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "\u2026";
    boolean isHidden = secrets.areIn(shown) || OF_REQUESTS.matcher(shown).find();
    return isHidden ? "" : shown.replaceFirst("\\.$", "");
  }

  /** A single word, or {@code ""} if it is not to be passed on. */
  String word(@Nullable String text) {
    if (text == null || !WORD.matcher(text).matches()) {
      return "";
    }
    return secrets != null && secrets.areIn(text) ? "" : text;
  }
}
