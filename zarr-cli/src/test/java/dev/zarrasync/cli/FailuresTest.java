package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.testing.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a command says when it cannot do what it was asked for. */
class FailuresTest {

  private final Path directory;

  FailuresTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void wrongUsageIsExitCode2() {
    assertUsage("Missing required subcommand");
    assertUsage("Unknown option: '--nonsense'", "ls", "--nonsense", ".");
    assertUsage("'ftp://host/x' is not a URL of a store", "ls", "ftp://host/x");
    assertUsage("SRC and DST are the same", "copy", url("a"), url("a/b"));
  }

  @Test
  void aRegionOutsideTheArrayIsWrongUsage() throws Exception {
    SampleData data = SampleData.in(directory);
    assertUsage(
        "not within the array; the array has the shape [3, 4]", "get", data.image(), ":4,:");
    assertUsage("not within the array", "get", data.image(), "3,0");
    assertUsage("is empty", "get", data.image(), "1:1,0");
    assertUsage("is empty", "get", data.image(), "0,9999999999");
    assertUsage("'-1', which is neither", "get", data.image(), "0,-1");
    assertUsage("'', which is neither", "get", data.image(), "0,");
    assertUsage("has 1 dimensions", "plan", data.image(), "0:4");
  }

  @Test
  void aFailureIsOneLineWithAHint() {
    Run run = Run.of("info", directory.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("zarrasync: There is no array and no group at file:")
        .contains("Hint: see what there is with 'zarrasync ls'");
  }

  @Test
  void aMissingObjectIsAFailure() {
    Run run = Run.of("cat", directory.toString(), "0.0");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("There is no object at file:", "0.0");
  }

  @Test
  void theStackIsShownIfAskedFor() throws Exception {
    Files.writeString(directory.resolve(".zarray"), "{");
    Run quiet = Run.of("info", directory.toString());
    Run verbose = Run.of("info", directory.toString(), "--verbose");
    assertThat(quiet.err())
        .startsWith("zarrasync: CORRUPT: it is not valid JSON")
        .contains("Hint:");
    assertThat(quiet.err().lines()).hasSize(1);
    assertThat(verbose.err()).startsWith(quiet.err()).contains("\tat dev.zarrasync.cli.");
  }

  @Test
  void aDeniedRequestHintsAtCredentials() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String url = "s3://" + s3.newBucket();
      Run run =
          Run.of("ls", url, "--anonymous", "--region=us-east-1", "--endpoint=" + s3.endpoint());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("zarrasync: ACCESS_DENIED")
          .contains("Hint: leave out --anonymous")
          .doesNotContain("--profile", "set --anonymous");
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void noMessageHasACredential() {
    assertThat(Failures.withoutSecrets("at (https://me:secret@host/a?sig=secret, x) and s3://b/c"))
        .isEqualTo("at (https://host/a x) and s3://b/c");
    Run run = Run.of("ls", "https://me:secret@host/a b?sig=secret");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).doesNotContain("secret");
  }

  @Test
  void noHelpSaysNull() {
    CommandLine root = Main.commandLine(Console.of(new ByteArrayOutputStream(), System.err, false));
    assertThat(root.getSubcommands().values())
        .isNotEmpty()
        .allSatisfy(
            command -> assertThat(command.getUsageMessage()).doesNotContainIgnoringCase("null"));
    assertThat(Run.text("get", "--help")).contains("dusk, ember, grey; default dusk");
  }

  @Test
  void hintsAndMessagesNameOptionsOfTheCommandLine() throws Exception {
    assertThat(Hints.inOptions("no credentials: set credentials(key, secret) or anonymous()"))
        .isEqualTo(
            "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or --anonymous");
    assertThat(Hints.inOptions("No region: call region(name) or set AWS_REGION"))
        .isEqualTo("No region: set --region or set AWS_REGION");
  }

  @Test
  void aRefusalOfTheFileSystemIsPlain() throws Exception {
    SampleData data = SampleData.in(directory);
    Run run = Run.of("get", data.image(), "-o", url("none/a.csv"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("There is no directory " + url("none"));
  }

  private String url(String path) {
    return directory.resolve(path).toString();
  }

  private static void assertUsage(String problem, String... args) {
    Run run = Run.of(args);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("zarrasync: ").contains(problem).contains("--help'");
  }
}
