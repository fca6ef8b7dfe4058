package dev.zarrasync.cli.waterfall;

import java.awt.Color;

/** What is worth a look about a request. */
enum Mark {
  RETRY("sent again", 0xe8590c),
  HEDGE("second request of a slow get", 0x5f3dc4),
  CANCELLED("cancelled", 0x495057),
  FAILED("failed", 0xc92a2a);

  final String label;
  final Color color;

  Mark(String label, int rgb) {
    this.label = label;
    this.color = new Color(rgb);
  }
}
