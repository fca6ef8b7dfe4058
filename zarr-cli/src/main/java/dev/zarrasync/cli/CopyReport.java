package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a copy came to.
 *
 * @param copied how many objects were copied
 * @param copiedBytes their bytes
 * @param skipped how many objects were there already
 * @param skippedBytes their bytes
 * @param checked what was compared: {@code content} or {@code size}
 * @param leftOut what could not be copied
 */
record CopyReport(
    long copied,
    long copiedBytes,
    long skipped,
    long skippedBytes,
    String checked,
    List<LeftOut> leftOut) {

  private static final int MOST_NAMED = 10;

  /**
   * An object that is not copied, or whose chunks are not.
   *
   * @param key its key
   * @param problem why
   */
  record LeftOut(String key, String problem) {}

  String line() {
    return "Copied %,d objects (%,d bytes); %,d (%,d bytes) were there already; compared by %s"
        .formatted(copied, copiedBytes, skipped, skippedBytes, checked);
  }

  ObjectNode toJson() {
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("copied", copied)
            .put("copied_bytes", copiedBytes)
            .put("skipped", skipped)
            .put("skipped_bytes", skippedBytes)
            .put("checked", checked);
    if (!leftOut.isEmpty()) {
      ArrayNode left = report.putArray("left_out");
      leftOut.forEach(l -> left.addObject().put("key", l.key).put("problem", l.problem));
    }
    return report;
  }

  /** Fails if something was left out. */
  void check() throws CommandException {
    if (!leftOut.isEmpty()) {
      String named =
          leftOut.stream()
              .limit(MOST_NAMED)
              .map(l -> "'%s' (%s)".formatted(l.key, l.problem))
              .collect(Collectors.joining(", "));
      throw new CommandException(
          "%,d left out: %s%s"
              .formatted(leftOut.size(), named, leftOut.size() > MOST_NAMED ? ", …" : ""),
          leftOut.size() > MOST_NAMED ? "--json names all" : "all else is copied");
    }
  }
}
