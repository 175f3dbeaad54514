package netadapt.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import netadapt.BadInput;
import netadapt.OutOfSpace;
import netadapt.ProgramVersion;
import netadapt.Stopped;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program {@code netadapt}: picks the command and turns what it throws into exit codes. */
@Command(
    name = "netadapt",
    description = "Finds small, fast image networks: NetAdaptV2 on Apache Spark.",
    subcommands = {
      StepCommand.All.class,
      PlanCommand.class,
      StepCommand.Prepare.class,
      StepCommand.TrainSupernet.class,
      StepCommand.SearchNetwork.class,
      TrainCommand.class,
      StepCommand.Export.class,
      ReportCommand.class,
      WatchCommand.class,
      ScoreCommand.class,
      RankCheckCommand.class,
      ReplayCommand.class,
      DescribeCommand.class,
      MeasureLatencyCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command line is wrong",
      "2:bad input or configuration",
      "3:failed",
      "4:stopped; the same command resumes the run"
    })
public final class Main {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean verbose;

  /** Says which version this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"netadapt " + ProgramVersion.text()};
    }
  }

  /** Runs a command; leaves the JVM running when all went well, as Spark's clusters expect. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers are written alike everywhere
    QuietLog.begin();
    int code = run(arguments, System.out, System.err);
    if (code != ExitCode.DONE) {
      System.exit(code);
    }
  }

  /**
   * Runs a command.
   *
   * @param out what was asked for
   * @param err progress and mistakes
   * @return the exit code
   */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    return run(commandLine(out, err), err, arguments);
  }

  static CommandLine commandLine(PrintStream out, PrintStream err) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    return commandLine;
  }

  static int run(CommandLine commandLine, PrintStream err, String... arguments) {
    Main main = commandLine.getCommand();
    commandLine.setParameterExceptionHandler((e, given) -> usage(e));
    commandLine.setExecutionExceptionHandler((e, command, result) -> main.report(e, err));
    try {
      String first = arguments.length == 0 ? "-" : arguments[0];
      boolean option = first.startsWith("-") || first.startsWith("@");
      if (!option && !commandLine.getSubcommands().containsKey(first)) {
        // Before a --help behind it, which picocli answers with the help of no command.
        return usage(new CommandLine.UnmatchedArgumentException(commandLine, List.of(first)));
      }
      return commandLine.execute(arguments);
    } catch (Error e) { // picocli passes these on, and the JVM would exit with the code for usage
      return main.report(e, err);
    }
  }

  private static int usage(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(mistake.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err)) {
      err.println("Try " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }

  private int report(Throwable failure, PrintStream err) {
    if (StopSignal.stopping()) {
      return ExitCode.STOPPED;
    }
    if (verbose) {
      failure.printStackTrace(err);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInput || cause instanceof Stopped) {
        err.println(cause.getMessage());
        return cause instanceof BadInput ? ExitCode.BAD_INPUT : ExitCode.STOPPED;
      }
      if (cause instanceof OutOfSpace) {
        err.println(cause.getMessage());
        return ExitCode.FAILED;
      }
    }
    String hint = verbose ? "" : " (--verbose shows where)";
    err.println("netadapt failed: " + summary(failure) + hint);
    return ExitCode.FAILED;
  }

  /** What the innermost cause says, on one line: Spark's own messages hold whole stack traces. */
  private static String summary(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    String kind = root.getClass().getSimpleName();
    return message == null || message.isBlank()
        ? kind
        : kind + ": " + message.strip().lines().findFirst().orElse("");
  }
}
