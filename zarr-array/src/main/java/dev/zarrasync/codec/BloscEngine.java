package dev.zarrasync.codec;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
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

  /**
   * Returns the engine that a system property chooses, as {@link Codecs#blosc} says; or null for
   * the default one, which begins to be loaded.
   */
  static @Nullable BloscEngine chosen() {
    String choice = System.getProperty(Default.PROPERTY, "");
    return switch (choice) {
      case "" -> {
        beginToLoad();
        yield null;
      }
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

  /** Returns the engine where none is chosen. The first call waits for the native library. */
  static BloscEngine byDefault() {
    return Default.ENGINE;
  }

  /** Begins to load the native library, which takes a tenth of a second, and returns at once. */
  private static void beginToLoad() {
    if (Loader.BEGUN.compareAndSet(false, true)) {
      try {
        new Loader().start();
      } catch (OutOfMemoryError e) { // There is no thread to be had: who needs it loads it.
        LoggerFactory.getLogger(BloscEngine.class).debug("Blosc is not loaded beforehand", e);
      }
    }
  }

  /** Loads the library beside the first requests. */
  final class Loader extends Thread {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private Loader() {
      super(null, null, "zarr-blosc-load", 0, false); // Without what the caller's thread hands on.
      setDaemon(true);
    }

    @Override
    public void run() {
      var unused = byDefault();
    }
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
