package dev.zarrasync.cli;

import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong and what to do. No message has a credential. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@]*@");
  private static final Pattern QUERY = Pattern.compile("(?<=://)([^?\\s]*)\\?\\S*");

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    Throwable failure = StoreException.unwrap(problem);
    if (failure instanceof UsageException) {
      return usage(failure, command);
    }
    ConsoleCommand failed = command.getCommand() instanceof ConsoleCommand c ? c : null;
    String hint =
        failure instanceof CommandException e
            ? e.hint()
            : failure instanceof StoreException e && failed != null
                ? new Hints(failed.stores.settings()).hint(e)
                : "";
    print(message(failure) + (hint.isEmpty() ? "" : ". Hint: " + hint), command);
    if (failed != null && failed.stores.isVerbose()) {
      StringWriter stack = new StringWriter();
      failure.printStackTrace(new PrintWriter(stack));
      command.getErr().println(withoutSecrets(stack.toString()));
    }
    return ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    return usage(problem, problem.getCommandLine());
  }

  private static int usage(Throwable problem, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    print(
        Hints.inOptions(String.valueOf(problem.getMessage())) + ". See '" + name + " --help'",
        command);
    return ExitCode.USAGE;
  }

  private static void print(String problem, CommandLine command) {
    command.getOut().flush();
    command.getErr().println("zarrasync: " + withoutSecrets(problem).replaceAll("\\s+", " "));
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof FileSystemException e) {
      String reason = e.getReason() != null ? e.getReason() : failure.getClass().getSimpleName();
      return e.getFile() + ": " + reason;
    }
    boolean plain =
        failure instanceof StoreException
            || failure.getClass() == CommandException.class
            || failure.getClass() == IOException.class;
    return plain && message != null ? Hints.inOptions(message) : failure.toString();
  }

  static String withoutSecrets(String text) {
    return QUERY.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("$1");
  }
}
