package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of the engine, each in a JVM of its own. */
class BloscEnginesTest {

  // Blosc-java unpacks its library there, so it cannot be loaded.
  private static final String NO_TEMPORARY_DIRECTORY = "-Djava.io.tmpdir=missing";

  @Test
  void theNativeLibraryIsTheDefault(@TempDir Path directory) throws Exception {
    assertThat(choose(directory)).isEqualTo(new ChildJvm(0, "NativeBlosc\nNativeBlosc\n"));
  }

  @Test
  void theJavaEngineCanBeChosen(@TempDir Path directory) throws Exception {
    assertThat(choose(directory, "-Ddev.zarrasync.blosc=java", NO_TEMPORARY_DIRECTORY))
        .isEqualTo(new ChildJvm(0, "JavaBlosc\nJavaBlosc\n"));
  }

  @Test
  void theJavaEngineTakesOverWithOneWarning(@TempDir Path directory) throws Exception {
    ChildJvm child = choose(directory, NO_TEMPORARY_DIRECTORY);

    assertThat(child.exitCode()).isZero();
    assertThat(child.output())
        .containsOnlyOnce("WARN dev.zarrasync.codec.BloscEngine")
        .contains("The native Blosc library cannot be loaded, slower Java code takes its place")
        .endsWith("JavaBlosc\nJavaBlosc\n");
  }

  @Test
  void aDemandForTheNativeLibraryFails(@TempDir Path directory) throws Exception {
    ChildJvm child = choose(directory, "-Ddev.zarrasync.blosc=native", NO_TEMPORARY_DIRECTORY);

    assertThat(child.output())
        .contains("IllegalStateException: The native Blosc library cannot be loaded");
  }

  @Test
  void anotherChoiceFails(@TempDir Path directory) throws Exception {
    assertThat(choose(directory, "-Ddev.zarrasync.blosc=fast").output())
        .contains("The system property dev.zarrasync.blosc must be java or native but is fast");
  }

  private static ChildJvm choose(Path directory, String... options) throws Exception {
    return ChildJvm.run(Choose.class, directory, options);
  }

  /** Prints the choice, twice. */
  static final class Choose {

    private Choose() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        BloscEngine chosen = BloscEngine.chosen();
        BloscEngine engine = chosen == null ? BloscEngine.byDefault() : chosen;
        System.out.println(engine.getClass().getSimpleName());
      }
    }
  }
}
