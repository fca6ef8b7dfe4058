package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The launcher for Windows starts the JVM as the other one does. {@link LauncherIT} runs that one;
 * no test runs this one.
 */
class LauncherOptionsTest {

  private static final Pattern WORD =
      Pattern.compile("-X\\S+|--enable-\\S+|-cp \\S+ \\S+|JAVA_HOME|ZARRASYNC_OPTS|copy|bench");

  @Test
  void bothLaunchersHaveTheSameOptionsForTheSameCommands() throws Exception {
    assertThat(words("zarrasync.cmd"))
        .isEqualTo(words("zarrasync"))
        .contains(
            "-XX:SharedArchiveFile=HOME/zarrasync.jsa",
            "-cp HOME/zarrasync.jar dev.zarrasync.cli.Main",
            "-XX:TieredStopAtLevel=1");
  }

  private static List<String> words(String launcher) throws IOException {
    String text =
        Files.readString(Path.of("src/main/launcher", launcher))
            .replaceAll("[\"']", "")
            .replace("$home/", "HOME/")
            .replace("%~dp0", "HOME/");
    return WORD.matcher(text).results().map(MatchResult::group).distinct().sorted().toList();
  }
}
