package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, the jar and the archive of the build, as a process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /bin/sh")
class LauncherIT {

  private static final Path LAUNCHER = Path.of("target", "zarrasync").toAbsolutePath();

  /** Makes the JVM fail without the archive. */
  private static final String ARCHIVE = "-Xshare:on";

  private final Path directory;

  LauncherIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void helpComesFromTheArchive() throws Exception {
    assertThat(start(LAUNCHER, ARCHIVE, "--help")).isEqualTo(Run.of("--help").out());
  }

  @Test
  void anArrayIsReadThroughALink() throws Exception {
    String array = SampleData.in(directory.resolve("a b")).image();
    Path link = Files.createSymbolicLink(directory.resolve("link"), LAUNCHER);
    assertThat(start(link, ARCHIVE, "info", array)).isEqualTo(Run.text("info", array));
    assertThat(start(link, ARCHIVE, "get", array)).isEqualTo(Run.text("get", array));
  }

  @Test
  void whatAnInfoOfALocalArrayDoesNotNeedIsNotLoaded() throws Exception {
    String array = SampleData.in(directory).image();
    assertThat(start(LAUNCHER, ARCHIVE + " -Xlog:class+load", "info", array).lines())
        .anyMatch(line -> line.contains("dev.zarrasync.cli.InfoCommand source: shared objects"))
        .noneMatch(line -> line.contains(" picocli.CommandLine source"))
        .noneMatch(line -> line.contains(".ObjectMapper"))
        .noneMatch(line -> line.matches(".* dev\\.zarrasync\\.(http|s3)\\..*"));
  }

  @Test
  void theClassesOfPicocliAreInTheArchive() throws Exception {
    assertThat(start(LAUNCHER, ARCHIVE + " -Xlog:class+load", "info", "--help").lines())
        .anyMatch(line -> line.contains(" picocli.CommandLine source: shared objects"));
  }

  @Test
  void exitCodesAreThoseOfTheCommand() throws Exception {
    assertThat(exitCode("info", directory.resolve("gone").toString())).isEqualTo(1);
    assertThat(exitCode("info")).isEqualTo(2);
  }

  @Test
  void anArchiveOfAJarThatWasElsewhereIsNotUsedAndNotMentioned() throws Exception {
    for (String name : List.of("zarrasync", "zarrasync.jar", "zarrasync.jsa")) {
      Files.copy(LAUNCHER.resolveSibling(name), directory.resolve(name));
    }
    Path moved = directory.resolve("zarrasync");
    assertThat(moved.toFile().setExecutable(true)).isTrue();
    assertThat(start(moved, "", "--help")).isEqualTo(Run.of("--help").out());
    Files.writeString(directory.resolve("zarrasync.jsa"), "damaged");
    assertThat(start(moved, "", "--help")).isEqualTo(Run.of("--help").out());
    Files.delete(directory.resolve("zarrasync.jsa"));
    assertThat(start(moved, "", "--help")).isEqualTo(Run.of("--help").out());
  }

  /** Returns all that a command wrote that must succeed. */
  private String start(Path launcher, String options, String... args) throws Exception {
    File output = directory.resolve("output").toFile();
    Process process = process(launcher, options, args).redirectOutput(output).start();
    assertThat(process.waitFor()).as(Files.readString(output.toPath())).isZero();
    return Files.readString(output.toPath(), StandardCharsets.UTF_8);
  }

  private int exitCode(String... args) throws Exception {
    return process(LAUNCHER, "", args).redirectOutput(Redirect.DISCARD).start().waitFor();
  }

  private static ProcessBuilder process(Path launcher, String options, String... args) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().put("ZARRASYNC_OPTS", options);
    return process;
  }
}
