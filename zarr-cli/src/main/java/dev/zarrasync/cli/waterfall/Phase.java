package dev.zarrasync.cli.waterfall;

import java.awt.Color;

/** What a request can be doing, in its order. */
enum Phase {
  QUEUED("queued", 0xd3d7dd),
  WAITING("waiting", 0xf0a93b),
  HELD("held back", 0xb197d6),
  RECEIVING("receiving", 0x3a7fc1),
  DECODING("decoding", 0x3d9a57);

  final String label;
  final Color color;

  Phase(String label, int rgb) {
    this.label = label;
    this.color = new Color(rgb);
  }
}
