package dev.zarrasync.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
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

  private static final List<String> COMMANDS =
      List.of("info", "ls", "tree", "cat", "plan", "get", "trace", "bench", "copy", "completion");

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
    System.exit(run(Console.ofSystem(), args));
  }

  static int run(Console console, String... args) {
    if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
      console.text().print(HelpPage.text(Ansi.AUTO));
      console.text().flush();
      return ExitCode.OK;
    }
    boolean isPlain = args.length == 2 && !args[1].startsWith("-") && !args[1].startsWith("@");
    return isPlain && args[0].equals("info")
        ? info(console, args)
        : commandLine(console, args).execute(args);
  }

  /** Runs what is run most without picocli, which takes longer: that tells of failures alone. */
  private static int info(Console console, String... args) {
    InfoCommand info = new InfoCommand(console);
    info.url = args[1];
    try {
      return info.call();
    } catch (IOException | RuntimeException e) {
      return commandLine(console, args)
          .setExecutionStrategy(
              parsed -> {
                CommandLine command = parsed.subcommand().commandSpec().commandLine();
                throw new ExecutionException(command, "failed", e);
              })
          .execute(args);
    }
  }

  /** Makes the command that is named alone, if one is: each takes its time. */
  static CommandLine commandLine(Console console, String... args) {
    boolean one = args.length > 0 && COMMANDS.contains(args[0]) && !args[0].equals("completion");
    CommandLine root = new CommandLine(new Main());
    for (String name : one ? List.of(args[0]) : COMMANDS) {
      root.addSubcommand(name, command(name, console));
    }
    Failures failures = new Failures();
    return root.setOut(console.text())
        .setErr(console.err())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  private static Object command(String name, Console console) {
    return switch (name) {
      case "info" -> new InfoCommand(console);
      case "ls" -> new LsCommand(console);
      case "tree" -> new TreeCommand(console);
      case "cat" -> new CatCommand(console);
      case "plan" -> new PlanCommand(console);
      case "get" -> new GetCommand(console);
      case "trace" -> new TraceCommand(console);
      case "bench" -> new BenchCommand(console);
      case "copy" -> new CopyCommand(console);
      case "completion" -> new GenerateCompletion();
      default -> throw new IllegalArgumentException(name);
    };
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
