package netadapt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import netadapt.BadInput;
import netadapt.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code netadapt report}: the page of a run, or of several. */
@Command(
    name = "report",
    description = {
      "Writes a page with a run's pictures and tables, as far as the run is; or one that shows several"
          + " runs side by side.",
      "The page needs nothing beside itself."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ChosenRuns runs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the page is written; report.html in the run's directory by default, and"
              + " comparison.html here for several runs.")
  private Path out;

  @Override
  public Integer call() {
    try (RunReport report = runs.report()) {
      String written =
          out == null && runs.count() == 1
              ? report.write()
              : write(report.page(), out == null ? Path.of("comparison.html") : out);
      command.commandLine().getOut().println("report: " + written);
    }
    return ExitCode.DONE;
  }

  private static String write(String page, Path file) {
    try {
      return Files.writeString(file, page).toString();
    } catch (IOException e) {
      throw new BadInput("--out is %s but cannot be written: %s".formatted(file, e), e);
    }
  }
}
