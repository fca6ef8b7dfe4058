package dev.zarrasync.codec;

/** Reorders the bytes of a block so that they compress better. Keeps the length. */
interface BloscFilter {

  /** Leaves the bytes in their order. */
  BloscFilter NONE =
      new BloscFilter() {
        @Override
        public void apply(Slice raw, byte[] filtered) {
          System.arraycopy(raw.array, raw.offset, filtered, 0, raw.length);
        }

        @Override
        public void revert(byte[] filtered, Slice raw) {
          System.arraycopy(filtered, 0, raw.array, raw.offset, raw.length);
        }
      };

  /** Puts the bytes of {@code raw} in their new order at the start of {@code filtered}. */
  void apply(Slice raw, byte[] filtered);

  /** Puts the bytes at the start of {@code filtered} back in their order, filling {@code raw}. */
  void revert(byte[] filtered, Slice raw);
}
