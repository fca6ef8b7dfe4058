package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a copy came to.
 *
 * @param copied how many objects were copied
 * @param copiedBytes their bytes
 * @param skipped how many objects were there already
 * @param skippedBytes their bytes
 * @param checked what was compared: {@code content} or {@code size}
 */
record CopyReport(long copied, long copiedBytes, long skipped, long skippedBytes, String checked) {

  String line() {
    return "Copied %,d objects (%,d bytes); %,d (%,d bytes) were there already; compared by %s"
        .formatted(copied, copiedBytes, skipped, skippedBytes, checked);
  }

  ObjectNode toJson() {
    return JsonOption.JSON
        .createObjectNode()
        .put("copied", copied)
        .put("copied_bytes", copiedBytes)
        .put("skipped", skipped)
        .put("skipped_bytes", skippedBytes)
        .put("checked", checked);
  }
}
