package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that are not ASCII, in a JVM whose locale has no others. */
class LocaleTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneNameThatCannotBeReadHidesNoOthers(@TempDir Path directory) throws Exception {
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("array"));
    Files.write(root.resolve("array/0"), new byte[] {7});
    // The shell writes it also where this JVM could not.
    int exit =
        new ProcessBuilder("bash", "-c", ": > $'root/\\303\\251'")
            .directory(directory.toFile())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();

    ChildJvm child = ChildJvm.run(InAscii.class, directory, Map.of("LC_ALL", "C"));

    assertThat(child.exitCode()).isEqualTo(1);
    assertThat(child.output()).contains("1  array/0\n", "LC_ALL=C.UTF-8");
  }

  static final class InAscii {

    private InAscii() {}

    public static void main(String[] args) {
      Main.main(new String[] {"ls", "-r", "root"});
    }
  }
}
