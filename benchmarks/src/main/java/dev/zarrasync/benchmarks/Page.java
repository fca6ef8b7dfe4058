package dev.zarrasync.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A text in Markdown, paragraph by paragraph. */
final class Page {

  private final StringBuilder text = new StringBuilder();

  Page heading(String pattern, @Nullable Object... values) {
    return paragraph("## " + pattern, values);
  }

  Page paragraph(String pattern, @Nullable Object... values) {
    return add(format(pattern, values) + "\n");
  }

  Page table(Table table) {
    return add(table.toString());
  }

  private Page add(String part) {
    text.append(text.length() == 0 ? "" : "\n").append(part);
    return this;
  }

  /** Says whether a requirement holds. */
  void requirement(String what, boolean holds) {
    paragraph("Required: %s. Held: %s", what, held(holds));
  }

  static String held(boolean holds) {
    return holds ? "yes" : "NO";
  }

  static String format(String pattern, @Nullable Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
