package dev.zarrasync.codec;

import org.slf4j.LoggerFactory;

/** Chooses the engine; {@link Codecs#blosc} says how. */
final class BloscEngines {

  private static final String PROPERTY = "dev.zarrasync.blosc";

  private BloscEngines() {}

  static BloscEngine choose() {
    String choice = System.getProperty(PROPERTY, "");
    return switch (choice) {
      case "" -> Default.ENGINE;
      case "java" -> JavaBlosc.INSTANCE;
      case "native" -> loadNative();
      default ->
          throw new IllegalArgumentException(
              "The system property " + PROPERTY + " must be java or native but is " + choice);
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
  private static final class Default {

    static final BloscEngine ENGINE = nativeOrJava();

    private static BloscEngine nativeOrJava() {
      try {
        return loadNative();
      } catch (IllegalStateException e) {
        LoggerFactory.getLogger(BloscEngines.class)
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
