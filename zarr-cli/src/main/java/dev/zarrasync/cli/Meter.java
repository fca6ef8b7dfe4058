package dev.zarrasync.cli;

/** Shows how far a command is. Called by many threads; does not block for long. */
interface Meter extends AutoCloseable {

  /** Shows nothing. */
  Meter SILENT =
      new Meter() {
        @Override
        public void total(long count) {}

        @Override
        public void step(long count, long bytes) {}

        @Override
        public void close() {}
      };

  /**
   * Says how many steps there will be, as far as is known.
   *
   * @param count how many
   */
  void total(long count);

  /**
   * Says that more are done.
   *
   * @param count how many
   * @param bytes how many bytes that were, or 0 if bytes are not counted
   */
  void step(long count, long bytes);

  @Override
  void close();
}
