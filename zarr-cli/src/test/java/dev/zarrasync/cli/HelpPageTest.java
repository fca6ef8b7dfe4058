package dev.zarrasync.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Help that is printed without picocli, or by a part of it, is that of picocli. */
class HelpPageTest {

  private final Console nowhere =
      Console.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false);

  @ParameterizedTest
  @EnumSource(names = {"ON", "OFF"})
  void theHelpPageIsThatOfPicocli(Ansi ansi) {
    assertThat(HelpPage.text(ansi)).isEqualTo(Main.commandLine(nowhere).getUsageMessage(ansi));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void itIsWhatHelpPrints(String option) {
    assertThat(Run.text(option)).isEqualTo(HelpPage.text(Ansi.AUTO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "ls", "tree", "cat", "plan", "get", "trace", "bench", "copy"})
  void aCommandMadeAloneHasTheHelpOfOneAmongAll(String name) {
    CommandLine all = Main.commandLine(nowhere);
    assertThat(Main.commandLine(nowhere, name).getSubcommands()).containsOnlyKeys(name);
    assertThat(Run.text(name, "--help"))
        .isEqualTo(requireNonNull(all.getSubcommands().get(name)).getUsageMessage(Ansi.AUTO));
  }
}
