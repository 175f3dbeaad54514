package netadapt.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import netadapt.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code netadapt watch}: the page of a run that goes on. */
@Command(
    name = "watch",
    description = {
      "Shows the page of a run on this machine while the run goes on, until Ctrl-C; or of several runs"
          + " side by side.",
      "The page takes over what is new by itself. Writes nothing."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ChosenRuns runs;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8642",
      description = "Where the page is served, to this machine alone; 8642 by default, 0 for any.")
  private int port;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How often the page looks for something new; every 5 seconds by default.")
  private int seconds;

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65535) {
      throw usage("--port is %d but must be 0 to 65535".formatted(port));
    }
    if (seconds < 1) {
      throw usage("--every is %d but must be at least 1 second".formatted(seconds));
    }
    try (RunReport report = runs.report();
        PageServer server = new PageServer(report, port, seconds)) {
      command.commandLine().getOut().println("watch: " + server.address() + " (Ctrl-C ends it)");
      // Ctrl-C is how this ends, and no failure.
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(ExitCode.DONE)));
      new CountDownLatch(1).await();
    }
    return ExitCode.DONE;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
