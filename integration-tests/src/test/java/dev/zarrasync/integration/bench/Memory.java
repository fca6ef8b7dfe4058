package dev.zarrasync.integration.bench;

/** x. */
final class Memory {
  private final Lab lab;

  Memory(Lab lab) {
    this.lab = lab;
  }

  void run() {
    lab.report().title("Memory");
  }
}
