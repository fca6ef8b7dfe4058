package dev.zarrasync.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line {@code zarrasync}. */
@Command(
    name = "zarrasync",
    description =
        "Looks at Zarr arrays on S3, web servers and disks, reads, measures and copies them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A URL is s3://bucket/prefix, https://host/path, file:///path or a plain path.",
      "S3 credentials and region are found as the AWS SDK finds them.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
public final class Main {

  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    // JDK 22 to 24 would else have a console where there is no terminal.
    System.setProperty("jdk.console", "java.base");
    if (List.of(args).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    System.exit(commandLine(Console.ofSystem()).execute(args));
  }

  static CommandLine commandLine(Console console) {
    CommandLine root = new CommandLine(new Main());
    List.of(
            new InfoCommand(console),
            new LsCommand(console),
            new TreeCommand(console),
            new CatCommand(console),
            new PlanCommand(console),
            new GetCommand(console),
            new TraceCommand(console),
            new BenchCommand(console),
            new CopyCommand(console))
        .forEach(root::addSubcommand);
    root.addSubcommand("completion", new GenerateCompletion());
    Failures failures = new Failures();
    return root.setOut(console.text())
        .setErr(console.err())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"zarrasync " + (version == null ? "(not packaged)" : version)};
    }
  }
}
