package dev.zarrasync.cli;

import dev.zarrasync.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    print(message(failure) + hint(failure), command);
    if (command.getCommand() instanceof ConsoleCommand failed && failed.stores.isVerbose()) {
      StringWriter stack = new StringWriter();
      failure.printStackTrace(new PrintWriter(stack));
      command.getErr().println(withoutSecrets(stack.toString()));
    }
    return ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    print(problem.getMessage() + ". See '" + name + " --help'", command);
    return ExitCode.USAGE;
  }

  private static void print(String problem, CommandLine command) {
    command.getOut().flush();
    command.getErr().println("zarrasync: " + withoutSecrets(problem).replaceAll("\\s+", " "));
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    boolean plain =
        failure instanceof StoreException || failure.getClass() == CommandException.class;
    return plain && message != null ? message : failure.toString();
  }

  private static String hint(Throwable failure) {
    String hint =
        failure instanceof StoreException e
            ? hint(e.kind())
            : failure instanceof CommandException e ? e.hint() : "";
    return hint.isEmpty() ? "" : ". Hint: " + hint;
  }

  private static String hint(StoreException.Kind kind) {
    return switch (kind) {
      case ACCESS_DENIED ->
          "check the credentials (--profile, AWS_ACCESS_KEY_ID), or try --anonymous for public data";
      case REDIRECTED -> "set --region or --endpoint to where the data is";
      case CONNECTION -> "check the host, the network and --endpoint";
      case THROTTLED, TIMEOUT, UNAVAILABLE -> "try again, or with a lower --max-in-flight";
      case CORRUPT -> "see 'zarrasync info' for what the metadata says";
      case INVALID_KEY -> "keys are relative to the URL, such as 0/.zarray";
      default -> "";
    };
  }

  static String withoutSecrets(String text) {
    return QUERY.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("$1");
  }
}
