package dev.zarrasync.codec;

import org.slf4j.LoggerFactory;

/** An implementation of Blosc. Immutable and safe for use by many threads at once. */
interface BloscEngine {

  /** Decodes a chunk. The result has exactly as many bytes as its header announces. */
  byte[] decompress(BloscChunk chunk) throws CorruptChunkException;

  /** Whether a chunk of {@code size} raw bytes is decoded sooner as a whole than block by block. */
  boolean prefersWhole(int size);

  /** Decodes the blocks of a chunk that has a header. */
  BlockDecoder blocks(BloscHeader header);

  /** Encodes a buffer of at most {@link BloscHeader#MAX_NBYTES} bytes. */
  byte[] compress(byte[] raw, BloscOptions options);

  /** Decodes single blocks of a chunk. Immutable. */
  @FunctionalInterface
  interface BlockDecoder {

    /** Decodes a block from its checked frame and hands it on. */
    void handOn(BloscChunk.Frame frame, Codec.Pieces pieces) throws CorruptChunkException;
  }

  /** Chooses the engine; {@link Codecs#blosc} says how. */
  static BloscEngine choose() {
    String choice = System.getProperty(Default.PROPERTY, "");
    return switch (choice) {
      case "" -> Default.ENGINE;
      case "java" -> JavaBlosc.INSTANCE;
      case "native" -> loadNative();
      default ->
          throw new IllegalArgumentException(
              "The system property "
                  + Default.PROPERTY
                  + " must be java or native but is "
                  + choice);
    };
  }

  private static BloscEngine loadNative() {
    try {
      return new NativeBlosc(JavaBlosc.INSTANCE);
    } catch (LinkageError | RuntimeException e) {
      // There is no library for this system, or it is for another processor, or the temporary
      // directory allows no execution.
      throw new IllegalStateException("The native Blosc library cannot be loaded", e);
    }
  }

  /** Loads the library once, when it is first asked for. */
  final class Default {

    private static final String PROPERTY = "dev.zarrasync.blosc";
    private static final BloscEngine ENGINE = nativeOrJava();

    private Default() {}

    private static BloscEngine nativeOrJava() {
      try {
        return loadNative();
      } catch (IllegalStateException e) {
        LoggerFactory.getLogger(BloscEngine.class)
            .warn(
                "{}, slower Java code takes its place (-D{}=java chooses that without a warning)",
                e.getMessage(),
                PROPERTY,
                e);
        return JavaBlosc.INSTANCE;
      }
    }
  }
}
